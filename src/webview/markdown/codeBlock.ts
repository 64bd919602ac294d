import DOMPurify from 'dompurify';
import type { CodeUse } from '../../shared/chatProtocol';
import { codeInfo } from '../../shared/codeInfo';
import type { CodeInfo } from '../../shared/codeInfo';
import { CodeHeader } from './codeHeader';
import { revealHidden } from './hiddenCharacters';
import { highlight } from './highlight';

/**
 * Code is laid out and coloured in sections of about so many lines, so that a long block costs no
 * more for each line than a short one.
 */
const SECTION_LINES = 120;
const LONGEST_SECTION_LINES = 200;
const LONGEST_SECTION_CHARACTERS = 16_000;

/** Asks for the use of the block in which it happens; it rises to whoever shows the answer. */
export class UseCodeEvent extends Event {
  static readonly type = 'usecode';

  constructor(readonly use: CodeUse) {
    super(UseCodeEvent.type, { bubbles: true });
  }
}

/** A block of code with its header; it can grow while it streams. */
export class CodeBlock {
  readonly element: HTMLElement;
  private readonly code: HTMLElement;
  private readonly header: CodeHeader;
  /** The code as the model wrote it, in the pieces in which it came. */
  private readonly pieces: string[] = [];
  private info: CodeInfo;
  private section: { element: HTMLElement; text: Text; lines: number } | undefined;

  /** @param fence what stands behind the fence: a language, and perhaps a file */
  constructor(private readonly fence: string) {
    this.info = codeInfo(fence, '');
    this.header = new CodeHeader({
      copy: () => navigator.clipboard.writeText(this.text),
      use: (use) => this.use(use),
    });
    this.header.name(this.info);
    this.code = document.createElement('code');
    const pre = document.createElement('pre');
    // A block that scrolls sideways must be reachable by keyboard.
    pre.tabIndex = 0;
    pre.append(this.code);
    this.element = document.createElement('div');
    this.element.className = 'code-block';
    this.element.append(this.header.element, pre);
  }

  /** The code as it is shown, with what is hidden in it spelled out. */
  get text(): string {
    return this.code.textContent;
  }

  append(text: string): void {
    this.pieces.push(text);
    let rest = revealHidden(text);
    while (rest !== '') {
      this.section ??= this.newSection();
      const { section } = this;
      const cut = cutFor(section.lines, section.text.length, rest);
      const piece = rest.slice(0, cut);
      rest = rest.slice(cut);
      section.text.appendData(piece);
      section.lines += piece.split('\n').length - 1;
      if (isFull(section.lines, section.text)) this.closeSection();
    }
  }

  /** The block has ended: what has no colours yet gets them, and the code can be used. */
  close(): void {
    this.colour();
    this.info = codeInfo(this.fence, this.pieces.join('').split('\n', 1)[0] ?? '');
    this.header.name(this.info);
    this.header.offerUses();
  }

  /** Gives colours to what has none yet. */
  colour(): void {
    this.closeSection();
  }

  private use(use: CodeUse['use']): void {
    const code = this.pieces.join('');
    this.element.dispatchEvent(new UseCodeEvent({ use, code, ...this.info }));
  }

  private newSection() {
    const element = document.createElement('span');
    element.className = 'code-section';
    const text = new Text();
    element.append(text);
    this.code.append(element);
    return { element, text, lines: 0 };
  }

  private closeSection(): void {
    if (!this.section) return;
    const { element, text } = this.section;
    this.section = undefined;
    const html = highlight(text.data, this.info.language);
    if (html === undefined) return;
    element.replaceChildren(
      DOMPurify.sanitize(html, {
        ALLOWED_TAGS: ['span'],
        ALLOWED_ATTR: ['class'],
        RETURN_DOM_FRAGMENT: true,
      }),
    );
  }
}

/** How much of the text still belongs to a section: whole lines, and not too many of them. */
function cutFor(lines: number, characters: number, text: string): number {
  let end = 0;
  for (let line = lines; line < LONGEST_SECTION_LINES; line += 1) {
    const next = text.indexOf('\n', end);
    if (next === -1) return Math.min(text.length, LONGEST_SECTION_CHARACTERS);
    end = next + 1;
    const blankLineFollows = line >= SECTION_LINES && text[end] === '\n';
    if (blankLineFollows || characters + end >= LONGEST_SECTION_CHARACTERS) break;
  }
  return end;
}

function isFull(lines: number, text: Text): boolean {
  return (
    lines >= LONGEST_SECTION_LINES ||
    text.length >= LONGEST_SECTION_CHARACTERS ||
    (lines >= SECTION_LINES && text.data.endsWith('\n\n'))
  );
}

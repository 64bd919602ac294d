import type { Token, Tokens } from 'marked';
import { CodeBlock } from './codeBlock';
import { isHalfFence, linesOfFence, openingFence, sentenceEnd } from './cuts';
import type { Fence } from './cuts';
import { blocksToDom, inlineToDom, isList, isParagraph, isTable, lex } from './toDom';

/** So much is taken in at once; between two such pieces other work may run. */
const PIECE_CHARACTERS = 2048;

/** An open block longer than this is drawn again only when it has grown by a tenth. */
const REDRAWN_FREELY_CHARACTERS = 2000;
const REDRAW_GROWTH = 1.1;

/** A paragraph longer than this is settled up to the end of a sentence. */
const LONG_PARAGRAPH_CHARACTERS = 1500;

/** So many blocks stand in one part; what is out of sight is passed over part by part. */
const BLOCKS_IN_PART = 24;

/** What is longer goes on in an element of its own. */
const LONGEST_PARAGRAPH_CHARACTERS = 8000;
const LONGEST_LIST_ITEMS = 200;

/** How a block is drawn that may still grow. */
const OPEN = { isOpen: true } as const;

/** The element of a list, table or paragraph whose first part has settled, and which goes on. */
interface Going {
  readonly type: 'list' | 'table' | 'paragraph';
  /** What of a list must be the same for its next item to belong to it. */
  readonly marker: string;
  readonly element: Element;
}

/**
 * Draws Markdown while it arrives. A block that has ended is drawn once and never touched again;
 * only the open block at the end is drawn anew as it grows. Code, lists, tables and long
 * paragraphs settle part by part, so that the cost of an answer grows with its length alone.
 */
export class MarkdownStream {
  /** Text that has arrived and is not yet taken in. */
  private waiting = '';
  /** The source of the open block. */
  private tail = '';
  private drawnTailLength = 0;
  /** Where blocks are appended at present. */
  private part: Element | undefined;
  /** What is drawn of the open block. */
  private openNodes: ChildNode[] = [];
  private code: { readonly block: CodeBlock; readonly fence: Fence } | undefined;
  private going: Going | undefined;

  /**
   * @param root where the blocks are appended, some dozen of them in a part
   * @param onSettled told the words of each part that will not change any more
   */
  constructor(
    private readonly root: Element,
    private readonly onSettled: (text: string) => void,
  ) {}

  /** Whether there is text to be taken in. */
  get isBehind(): boolean {
    return this.waiting !== '';
  }

  append(text: string): void {
    this.waiting += text;
  }

  /** Takes in the next piece. */
  step(): void {
    const piece = this.waiting.slice(0, PIECE_CHARACTERS);
    this.waiting = this.waiting.slice(PIECE_CHARACTERS);
    // A return may be parted from its line feed between two pieces, so all returns go.
    this.tail += piece.replaceAll('\r', '');
    while (this.settle());
  }

  /** The text is complete and taken in: what is open settles as it stands. */
  end(): void {
    if (this.code) {
      this.code.block.append(this.tail);
      this.code.block.close();
      this.code = undefined;
    } else {
      this.settleTokens(lex(this.tail));
    }
    this.tail = '';
  }

  /** Settles what has ended, or draws what is open; true if there may be more to settle. */
  private settle(): boolean {
    if (this.code) return this.continueCode(this.code);
    const fence = openingFence(this.tail);
    if (fence) {
      this.beginCode(fence);
      return true;
    }
    if (!this.isWorthDrawing()) return false;
    const tokens = lex(this.tail);
    const openIndex = tokens.findLastIndex(({ type }) => type !== 'space');
    const settled = tokens.slice(0, Math.max(0, openIndex));
    const length = lengthOf(settled, this.tail);
    if (length > 0) {
      this.settleTokens(settled);
      this.advance(length);
      return true;
    }
    const open = tokens[openIndex];
    if (open && this.settlePartOf(open)) return true;
    this.drawOpen(tokens);
    return false;
  }

  private isWorthDrawing(): boolean {
    const { length } = this.tail;
    return length < REDRAWN_FREELY_CHARACTERS || length > this.drawnTailLength * REDRAW_GROWTH;
  }

  private advance(length: number): void {
    this.tail = this.tail.slice(length);
    this.drawnTailLength = 0;
  }

  private target(): Element {
    if (!this.part || this.part.childElementCount >= BLOCKS_IN_PART) {
      this.part = document.createElement('div');
      this.part.className = 'part';
      this.root.append(this.part);
    }
    return this.part;
  }

  private beginCode(fence: Fence): void {
    this.clearOpen();
    this.going = undefined;
    const block = new CodeBlock(fence.info);
    this.target().append(block.element);
    this.code = { block, fence };
    this.advance(fence.line.length);
  }

  private continueCode({ block, fence }: { block: CodeBlock; fence: Fence }): boolean {
    const { code, length, closed } = linesOfFence(this.tail, fence);
    block.append(code);
    this.advance(length);
    if (closed) {
      block.close();
      this.code = undefined;
      this.onSettled(block.text);
    }
    return closed;
  }

  private settleTokens(tokens: Token[]): void {
    this.clearOpen();
    const [first, ...rest] = tokens;
    if (!first) return;
    const going = this.going;
    this.going = undefined;
    this.onSettled(tokens.map(({ raw }) => raw).join(''));
    if (going && goesOn(going, first)) {
      going.element.append(...partsOf(first));
      this.target().append(blocksToDom(rest));
    } else {
      this.target().append(blocksToDom(tokens));
    }
  }

  /** Settles what of an open block cannot change any more; false if that is nothing. */
  private settlePartOf(token: Token): boolean {
    if (isList(token)) return this.settleItems(token);
    if (isTable(token)) return this.settleRows(token);
    if (isParagraph(token)) return this.settleSentences(token);
    return false;
  }

  /** All items but the last one, which may grow. */
  private settleItems(list: Tokens.List): boolean {
    const items = list.items.slice(0, -1);
    const length = lengthOf(items, this.tail);
    if (length === 0) return false;
    this.settlePart({ ...list, items });
    this.advance(length);
    return true;
  }

  /** All rows whose line is complete; the head stays in the source, since rows need it. */
  private settleRows(table: Tokens.Table): boolean {
    const lines = this.tail.split('\n');
    const complete = table.rows.slice(0, Math.max(0, lines.length - 3));
    if (complete.length === 0) return false;
    this.settlePart({ ...table, rows: complete });
    const rest = lines.slice(2 + complete.length);
    this.tail = [...lines.slice(0, 2), ...rest].join('\n');
    this.drawnTailLength = 0;
    return true;
  }

  private settleSentences({ raw, ...paragraph }: Tokens.Paragraph): boolean {
    if (raw.length < LONG_PARAGRAPH_CHARACTERS) return false;
    const length = sentenceEnd(raw);
    if (length === 0) return false;
    const text = raw.slice(0, length);
    this.settlePart({ ...paragraph, raw: text, text, tokens: [] });
    this.advance(length);
    return true;
  }

  private settlePart(token: Tokens.List | Tokens.Table | Tokens.Paragraph): void {
    this.clearOpen();
    if (!this.going || !goesOn(this.going, token) || isLong(this.going)) {
      const element = shellOf(token);
      this.target().append(element.root);
      this.going = { type: token.type, marker: markerOf(token), element: element.inner };
    }
    this.going.element.append(...partsOf(token));
    this.onSettled(token.raw);
  }

  private drawOpen(tokens: Token[]): void {
    this.clearOpen();
    this.drawnTailLength = this.tail.length;
    const [first] = tokens;
    if (!first || isHalfFence(this.tail)) return;
    if (!this.going || !goesOn(this.going, first)) {
      this.drawInto(this.target(), [...blocksToDom(tokens, OPEN).childNodes]);
    } else if (!isTable(first)) {
      // A row is drawn once its line is complete.
      this.drawInto(this.going.element, partsOf(first, OPEN));
    }
  }

  private drawInto(parent: Element, nodes: ChildNode[]): void {
    parent.append(...nodes);
    this.openNodes = nodes;
  }

  private clearOpen(): void {
    for (const node of this.openNodes) node.remove();
    this.openNodes = [];
  }
}

/** Whether an element is so long that laying it out anew with each part would be felt. */
function isLong({ type, element }: Going): boolean {
  return type === 'paragraph'
    ? element.textContent.length > LONGEST_PARAGRAPH_CHARACTERS
    : element.childElementCount > LONGEST_LIST_ITEMS;
}

/** Whether a block is the continuation of one whose first part has settled. */
function goesOn(going: Going, token: Token): boolean {
  return going.type === token.type && going.marker === markerOf(token);
}

/** A list goes on with the same bullet, or the same mark behind its numbers. */
function markerOf(token: Token): string {
  if (!isList(token)) return '';
  return /^\s*\d*([-*+.)])/.exec(token.raw)?.[1] ?? '';
}

/** The empty element of a block, and where in it its parts go. */
function shellOf(token: Tokens.List | Tokens.Table | Tokens.Paragraph): {
  root: Element;
  inner: Element;
} {
  if (isParagraph(token)) {
    const root = document.createElement('p');
    return { root, inner: root };
  }
  const [root] = blocksToDom([isList(token) ? { ...token, items: [] } : token]).children;
  if (!root) throw new Error(`A ${token.type} came to no element.`);
  if (isList(token)) return { root, inner: root };
  const inner = root.querySelector('tbody') ?? root;
  inner.replaceChildren();
  return { root, inner };
}

/** The items, rows or words of a block, without its element. */
function partsOf(token: Token, options?: typeof OPEN): ChildNode[] {
  if (isParagraph(token)) return [...inlineToDom(token.text).childNodes];
  const fragment = blocksToDom([token], options);
  const inner = isTable(token) ? fragment.querySelector('tbody') : fragment.firstElementChild;
  return inner ? [...inner.childNodes] : [];
}

/** The length of the source of tokens; zero where it is not what the text begins with. */
function lengthOf(tokens: readonly { raw: string }[], text: string): number {
  const source = tokens.map(({ raw }) => raw).join('');
  return text.startsWith(source) ? source.length : 0;
}

/** What a replacement takes the place of. */
export type EditTarget =
  /** Quoted lines; a path stands there where the answer names one. */
  | { readonly type: 'quote'; readonly path: string | undefined; readonly old: readonly string[] }
  /** An edit that quotes nothing, not even in empty tags. */
  | { readonly type: 'file'; readonly path: string | undefined }
  /** The lines that the task is about: the answer gives their new text in a fenced block. */
  | { readonly type: 'selection' };

/** What an answer tells, in order, while it streams. */
export type AnswerEvent =
  | { readonly type: 'begin'; readonly target: EditTarget }
  /** A new line, whole. */
  | { readonly type: 'line'; readonly text: string }
  /** The replacement is complete. */
  | { readonly type: 'end' }
  /** The replacement that is under way was none: something else came that counts. */
  | { readonly type: 'withdraw' };

export type AnswerProblem = 'empty' | 'noCode' | 'twoCandidates' | 'cut';

const EDIT = /^\s*<edit(?:\s+path\s*=\s*(?:"([^"]*)"|'([^']*)'))?\s*>/;
const OLD = /^\s*<old>/;
const NEW = /^\s*<new>/;
/** Whole edits on one line. */
const BETWEEN_EDITS = /(?<=<\/new>[ \t]{0,9}<\/edit>)[ \t]{0,9}(?=<edit[ \t>])/;
const END_OF_NEW = '</new>';
const END_OF_EDIT = '</edit>';

interface Fence {
  readonly mark: string;
  /** Blocks within the block, each begun by a fence that names a language. */
  depth: number;
}

/** The text of a whole file, around which some answers put a fence that is none of it. */
interface WholeFile {
  isBegun: boolean;
  /** The marks that stood before its first line. */
  mark: string | undefined;
  /** Lines that are the end of the fence, unless more of the text comes. */
  held: string[];
}

/** A text that may begin with a fence of its own. */
const MARKDOWN = /\.(?:md|mdx|markdown)$/i;

type State = 'prose' | 'fenceBegun' | 'fence' | 'edit' | 'old' | 'new';

/**
 * Understands an answer line by line: edits in tags that quote what they replace, or one fenced
 * block. What stands around them is prose. The work grows with the length of the answer alone.
 */
export class AnswerParser {
  private state: State = 'prose';
  private partial: string[] = [];
  private events: AnswerEvent[] = [];
  private fence: Fence | undefined;
  /** Blank lines at the top of a block, until it is known what the block is. */
  private skipped: string[] = [];
  private path: string | undefined;
  /** Undefined where an edit has no tag for it yet. */
  private old: string[] | undefined;
  private file: WholeFile | undefined;
  private edits = 0;
  /** The block that may be the new text of the selection: it streams, it is there, or there are two. */
  private block: 'none' | 'one' | 'tooMany' = 'none';
  private hasText = false;
  private found: AnswerProblem | undefined;

  /** Takes the next piece of the answer, cut anywhere. */
  push(text: string): AnswerEvent[] {
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.partial.push(text.slice(start, end));
      this.endLine();
      start = end + 1;
    }
    if (start < text.length) this.partial.push(text.slice(start));
    return this.take();
  }

  /** The answer has ended. */
  end(): AnswerEvent[] {
    if (this.partial.length > 0) this.endLine();
    if (this.state === 'fence' || this.state === 'old' || this.state === 'new') this.found = 'cut';
    else if (this.block === 'tooMany') this.found = 'twoCandidates';
    else if (!this.hasText) this.found = 'empty';
    else if (this.block === 'none' && this.edits === 0) this.found = 'noCode';
    else if (this.block === 'one') this.events.push({ type: 'end' });
    return this.take();
  }

  /** Known at the end; undefined where the answer could be understood. */
  get problem(): AnswerProblem | undefined {
    return this.found;
  }

  private take(): AnswerEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  private endLine(): void {
    const line = this.partial.join('').replace(/\r$/, '');
    this.partial = [];
    if (line.trim() !== '') this.hasText = true;
    if (this.state === 'prose' && EDIT.test(line)) {
      for (const edit of line.split(BETWEEN_EDITS)) this.takeLine(edit);
    } else this.takeLine(line);
  }

  private takeLine(line: string): void {
    switch (this.state) {
      case 'prose':
        this.takeProse(line);
        return;
      case 'fenceBegun':
        this.takeFirstOfFence(line);
        return;
      case 'fence':
        this.takeFenced(line);
        return;
      case 'edit':
        this.takeInEdit(line);
        return;
      case 'old':
        this.takeOld(line);
        return;
      case 'new':
        this.takeNew(line);
        return;
    }
  }

  private takeProse(line: string): void {
    let rest = line;
    for (let edit = EDIT.exec(rest); edit; edit = EDIT.exec(rest)) {
      this.beginEdit(edit[1] ?? edit[2]);
      rest = rest.slice(edit[0].length);
    }
    if (rest !== line) {
      this.takeRest(rest);
      return;
    }
    const fence = fenceIn(line);
    if (!fence) return;
    this.fence = { mark: fence.mark, depth: 0 };
    this.state = 'fenceBegun';
    this.skipped = [];
  }

  /** A block may also be wrapped around edits; the first line tells. */
  private takeFirstOfFence(line: string): void {
    if (line.trim() === '') {
      this.skipped.push(line);
      return;
    }
    if (EDIT.test(line)) {
      this.fence = undefined;
      this.state = 'prose';
      this.takeProse(line);
      return;
    }
    this.state = 'fence';
    this.beginBlock();
    for (const blank of this.skipped) this.takeFenced(blank);
    this.takeFenced(line);
  }

  private beginBlock(): void {
    // Beside edits, a block shows something.
    if (this.edits > 0) return;
    if (this.block === 'none') {
      this.block = 'one';
      this.events.push({ type: 'begin', target: { type: 'selection' } });
    } else if (this.block === 'one') {
      this.block = 'tooMany';
      this.events.push({ type: 'withdraw' });
    }
  }

  private takeFenced(line: string): void {
    const { fence } = this;
    const found = fenceIn(line);
    if (fence && found && found.mark[0] === fence.mark[0]) {
      if (found.info !== '') fence.depth += 1;
      else if (fence.depth > 0) fence.depth -= 1;
      else if (found.mark.length >= fence.mark.length) {
        this.state = 'prose';
        return;
      }
    }
    if (this.block === 'one' && this.edits === 0) this.events.push({ type: 'line', text: line });
  }

  private beginEdit(path: string | undefined): void {
    this.path = path?.trim() || undefined;
    this.old = undefined;
    this.state = 'edit';
    if (this.block === 'one') this.events.push({ type: 'withdraw' });
    this.block = 'none';
    this.edits += 1;
  }

  /** What stands behind a tag on its line. */
  private takeRest(rest: string): void {
    if (rest.trim() !== '') this.takeLine(rest);
  }

  private takeInEdit(line: string): void {
    const old = OLD.exec(line);
    if (old) {
      this.old = [];
      this.state = 'old';
      this.takeRest(line.slice(old[0].length));
      return;
    }
    const begin = NEW.exec(line);
    if (begin) {
      this.state = 'new';
      const { path, old: quoted } = this;
      const target: EditTarget = quoted
        ? { type: 'quote', path, old: quoted }
        : { type: 'file', path };
      this.events.push({ type: 'begin', target });
      const mayBeFenced = !quoted && !MARKDOWN.test(path ?? '');
      this.file = mayBeFenced ? { isBegun: false, mark: undefined, held: [] } : undefined;
      // Behind what was quoted, more new lines are no whole file.
      this.old = quoted && [];
      this.takeRest(line.slice(begin[0].length));
      return;
    }
    if (line.trim() === END_OF_EDIT) this.state = 'prose';
    // The end of the edit was forgotten.
    else if (EDIT.test(line)) this.takeProse(line);
  }

  private takeOld(line: string): void {
    const end = line.indexOf('</old>');
    const rest = end === -1 ? '' : line.slice(end + '</old>'.length);
    if (end === -1 || !(rest.trim() === '' || NEW.test(rest))) {
      this.old?.push(line);
      return;
    }
    if (line.slice(0, end).trim() !== '') this.old?.push(line.slice(0, end));
    this.state = 'edit';
    this.takeRest(rest);
  }

  private takeNew(line: string): void {
    const text = line.trimEnd();
    const endsEdit = text.endsWith(END_OF_EDIT);
    const inner = endsEdit ? text.slice(0, -END_OF_EDIT.length).trimEnd() : text;
    if (!inner.endsWith(END_OF_NEW)) {
      this.takeNewLine(line);
      return;
    }
    const last = inner.slice(0, -END_OF_NEW.length);
    if (last.trim() !== '') this.takeNewLine(last);
    this.events.push({ type: 'end' });
    this.state = endsEdit ? 'prose' : 'edit';
  }

  private takeNewLine(text: string): void {
    const { file } = this;
    const fence = file && fenceIn(text);
    if (file && !file.isBegun) {
      if (text.trim() !== '') file.isBegun = true;
      file.mark = fence?.mark;
      if (fence) return;
    }
    const mayEndFence = file?.mark !== undefined && fence?.info === '' && fence.mark === file.mark;
    if (file && (mayEndFence || (file.held.length > 0 && text.trim() === ''))) {
      if (mayEndFence) this.releaseHeld();
      file.held.push(text);
      return;
    }
    this.releaseHeld();
    this.events.push({ type: 'line', text });
  }

  private releaseHeld(): void {
    for (const text of this.file?.held ?? []) this.events.push({ type: 'line', text });
    if (this.file) this.file.held = [];
  }
}

/** The marks of a line that begins or ends a fenced block, and what it says of it. */
function fenceIn(line: string): { readonly mark: string; readonly info: string } | undefined {
  const text = line.trim();
  const mark = /^(?:`{3,}|~{3,})/.exec(text)?.[0];
  if (mark === undefined) return undefined;
  const info = text.slice(mark.length).trim();
  return info.includes('`') ? undefined : { mark, info };
}

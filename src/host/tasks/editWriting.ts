import { AnswerParser } from '../../core/edit/answerParser';
import type { AnswerEvent, AnswerProblem, EditTarget } from '../../core/edit/answerParser';
import { indentLike } from '../../core/edit/indentation';
import { locate } from '../../core/edit/locate';
import type { LocateProblem } from '../../core/edit/locate';
import type { EditedDocument } from '../edit/editedDocument';
import { HunkWriter } from '../edit/hunkWriter';

/** Why a part of an answer, or all of it, was not written. */
export type LeftOut =
  AnswerProblem | 'undone' | LocateProblem | 'changed' | 'conflict' | 'otherFile' | 'notAllowed';

/** A document that an answer writes into. */
export interface WrittenDocument {
  readonly edited: EditedDocument;
  /** The mark of the lines that a block of code without tags replaces. */
  readonly mark: number;
  /** The path by which Claude knows the document. */
  readonly path: string;
}

/** Opens another document that an answer names; undefined where it must not be written. */
export type OpenOther = (path: string) => Promise<WrittenDocument | undefined>;

/** By itself, at its length limit, or stopped or failed, which is told elsewhere. */
export type AnswerEnding = 'whole' | 'cut' | 'broken';

/** A replacement that is under way. */
type Open =
  | {
      readonly type: 'streaming';
      readonly writer: HunkWriter;
      readonly fit: (line: string) => string;
    }
  /** It can be made only once it is whole. */
  | {
      readonly type: 'waiting';
      readonly into: WrittenDocument;
      readonly old: readonly string[];
      readonly lines: string[];
    }
  | { readonly type: 'skipping' };

/** Writes an answer into its document, or its documents, while it streams. */
export class EditWriting {
  readonly leftOut: LeftOut[] = [];
  private readonly parser = new AnswerParser();
  private open: Open | undefined;
  /** Where the last change was, in which of equal places the next one is looked for. */
  private readonly near = new Map<WrittenDocument, number>();

  /** @param openOther given where the answer may write into several documents */
  constructor(
    private readonly main: WrittenDocument,
    private readonly openOther?: OpenOther,
  ) {}

  /** Takes the next piece of the answer; false once the user has taken the edit back. */
  async push(text: string): Promise<boolean> {
    for (const event of this.parser.push(text)) await this.take(event);
    const isUndone =
      this.main.edited.document.isClosed ||
      (this.open?.type === 'streaming' && this.open.writer.isGone);
    if (isUndone) this.leftOut.push('undone');
    return !isUndone;
  }

  /** The answer has ended: what is not whole is taken back. */
  async end(ending: AnswerEnding): Promise<void> {
    const events = ending === 'broken' ? [] : this.parser.end();
    // An answer that was cut has no last change, but it has a problem that is to be told.
    if (ending === 'whole') for (const event of events) await this.take(event);
    const { open } = this;
    const { problem } = this.parser;
    if (open?.type === 'streaming') await open.writer.drop();
    if (problem !== undefined) this.leftOut.push(problem);
    else if (open && ending !== 'broken') this.leftOut.push('cut');
    this.open = undefined;
  }

  private async take(event: AnswerEvent): Promise<void> {
    switch (event.type) {
      case 'begin':
        this.open = await this.begin(event.target);
        return;
      case 'line':
        this.takeLine(event.text);
        return;
      case 'end':
        await this.finish();
        this.open = undefined;
        return;
      case 'withdraw':
        if (this.open?.type === 'streaming') await this.open.writer.drop();
        this.open = undefined;
        return;
    }
  }

  private async begin(target: EditTarget): Promise<Open> {
    const into = await this.documentOf(target);
    if (!into) return this.skip(this.openOther ? 'notAllowed' : 'otherFile');
    // While the document is saved, not all of its text is there.
    return into.edited.whenFree(() => this.beginIn(into, target));
  }

  private async documentOf(target: EditTarget): Promise<WrittenDocument | undefined> {
    const path = target.type === 'selection' ? undefined : target.path;
    if (path === undefined || isSamePath(path, this.main.path)) return this.main;
    return this.openOther?.(withoutLead(path));
  }

  private beginIn(into: WrittenDocument, target: EditTarget): Open {
    switch (target.type) {
      case 'selection':
        return this.beginSelection(into);
      case 'quote':
        return this.beginQuote(into, target.old);
      case 'file':
        // Where one file alone is asked for, what quotes nothing is added to it.
        return this.openOther ? this.beginFile(into) : this.beginQuote(into, []);
    }
  }

  private beginSelection(into: WrittenDocument): Open {
    const marked = into.edited.text.marked(into.mark);
    if (!marked || marked.isChanged) return this.skip('changed');
    const { lines } = into.edited.text;
    const end = Math.min(marked.end, endOf(lines));
    const start = Math.min(marked.start, end);
    return this.stream(into, start, end, indentLike(lines.slice(start, end)));
  }

  private beginFile(into: WrittenDocument): Open {
    const { lines } = into.edited.text;
    return this.stream(into, 0, endOf(lines), (line) => line);
  }

  private beginQuote(into: WrittenDocument, old: readonly string[]): Open {
    const placement = locate(into.edited.text.lines, old, this.nearIn(into));
    if ('problem' in placement) return this.skip(placement.problem);
    const { start, end, fitLine } = placement;
    return fitLine
      ? this.stream(into, start, end, fitLine)
      : { type: 'waiting', into, old, lines: [] };
  }

  private nearIn(into: WrittenDocument): number {
    return this.near.get(into) ?? into.edited.text.marked(into.mark)?.start ?? 0;
  }

  private stream(
    into: WrittenDocument,
    start: number,
    end: number,
    fit: (line: string) => string,
  ): Open {
    this.near.set(into, start);
    const writer = new HunkWriter(into.edited, into.edited.text.begin(start, end));
    return { type: 'streaming', writer, fit };
  }

  private takeLine(line: string): void {
    if (this.open?.type === 'streaming') this.open.writer.add(this.open.fit(line));
    else if (this.open?.type === 'waiting') this.open.lines.push(line);
  }

  private async finish(): Promise<void> {
    const { open } = this;
    if (open?.type === 'streaming') {
      if (!(await open.writer.end())) this.leftOut.push('undone');
    } else if (open?.type === 'waiting') await this.writeWhole(open);
  }

  private async writeWhole({
    into,
    old,
    lines,
  }: Extract<Open, { type: 'waiting' }>): Promise<void> {
    const { edited } = into;
    const begun = await edited.whenFree(() => {
      // The document may have changed while the lines arrived.
      const placement = locate(edited.text.lines, old, this.nearIn(into));
      if ('problem' in placement) return placement;
      const fitted = placement.fit(lines);
      if (!fitted) return { problem: 'conflict' } as const;
      this.near.set(into, placement.start);
      return { id: edited.text.begin(placement.start, placement.end), fitted };
    });
    if ('problem' in begun) this.skip(begun.problem);
    else await edited.edit(() => edited.text.planEnd(begun.id, begun.fitted));
  }

  private skip(leftOut: LeftOut): Open {
    this.leftOut.push(leftOut);
    return { type: 'skipping' };
  }
}

/** Behind the last line break there is an empty line, which stays: no answer gives it. */
function endOf(lines: readonly string[]): number {
  return lines.length - (lines.at(-1) === '' ? 1 : 0);
}

/** Models write a path with or without what leads to it. */
function isSamePath(one: string, other: string): boolean {
  return withoutLead(one) === withoutLead(other);
}

function withoutLead(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\.\//, '');
}

import { AnswerParser } from '../../core/edit/answerParser';
import type { AnswerEvent, AnswerProblem, EditTarget } from '../../core/edit/answerParser';
import { indentLike } from '../../core/edit/indentation';
import { locate } from '../../core/edit/locate';
import type { LocateProblem } from '../../core/edit/locate';
import type { EditedDocument } from '../edit/editedDocument';
import { HunkWriter } from '../edit/hunkWriter';

/** Why a part of an answer, or all of it, was not written. */
export type LeftOut =
  AnswerProblem | 'undone' | LocateProblem | 'changed' | 'conflict' | 'otherFile';

export interface WritingOptions {
  readonly edited: EditedDocument;
  /** The mark of the lines that a block of code without tags replaces. */
  readonly mark: number;
  /** The path by which Claude knows the document. */
  readonly path: string;
}

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
  | { readonly type: 'waiting'; readonly old: readonly string[]; readonly lines: string[] }
  | { readonly type: 'skipping' };

/** Writes an answer into its document while it streams. */
export class EditWriting {
  readonly leftOut: LeftOut[] = [];
  private readonly parser = new AnswerParser();
  private open: Open | undefined;
  private near: number;

  constructor(private readonly options: WritingOptions) {
    this.near = options.edited.text.marked(options.mark)?.start ?? 0;
  }

  /** Takes the next piece of the answer; false once the user has taken the edit back. */
  async push(text: string): Promise<boolean> {
    for (const event of this.parser.push(text)) await this.take(event);
    const isUndone =
      this.options.edited.document.isClosed ||
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
        // While the document is saved, not all of its text is there.
        this.open = await this.options.edited.whenFree(() => this.begin(event.target));
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

  private begin(target: EditTarget): Open {
    return target.type === 'selection' ? this.beginSelection() : this.beginQuote(target);
  }

  private beginSelection(): Open {
    const { edited, mark } = this.options;
    const marked = edited.text.marked(mark);
    if (!marked || marked.isChanged) return this.skip('changed');
    const { start, end } = marked;
    return this.stream(start, end, indentLike(edited.text.lines.slice(start, end)));
  }

  private beginQuote({ path, old }: Extract<EditTarget, { type: 'quote' }>): Open {
    if (path !== undefined && !isSamePath(path, this.options.path)) {
      return this.skip('otherFile');
    }
    const placement = locate(this.options.edited.text.lines, old, this.near);
    if ('problem' in placement) return this.skip(placement.problem);
    const { start, end, fitLine } = placement;
    return fitLine ? this.stream(start, end, fitLine) : { type: 'waiting', old, lines: [] };
  }

  private stream(start: number, end: number, fit: (line: string) => string): Open {
    const { edited } = this.options;
    this.near = start;
    return {
      type: 'streaming',
      writer: new HunkWriter(edited, edited.text.begin(start, end)),
      fit,
    };
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

  private async writeWhole({ old, lines }: Extract<Open, { type: 'waiting' }>): Promise<void> {
    const { edited } = this.options;
    const begun = await edited.whenFree(() => {
      // The document may have changed while the lines arrived.
      const placement = locate(edited.text.lines, old, this.near);
      if ('problem' in placement) return placement;
      const fitted = placement.fit(lines);
      if (!fitted) return { problem: 'conflict' } as const;
      this.near = placement.start;
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

/** Models write a path with or without what leads to it. */
function isSamePath(one: string, other: string): boolean {
  return withoutLead(one) === withoutLead(other);
}

function withoutLead(path: string): string {
  return path.replaceAll('\\', '/').replace(/^\.\//, '');
}

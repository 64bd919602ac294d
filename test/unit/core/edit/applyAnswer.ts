import { AnswerParser } from '../../../../src/core/edit/answerParser';
import type {
  AnswerEvent,
  AnswerProblem,
  EditTarget,
} from '../../../../src/core/edit/answerParser';
import { indentLike } from '../../../../src/core/edit/indentation';
import { splitLines } from '../../../../src/core/edit/lines';
import { locate } from '../../../../src/core/edit/locate';
import type { LocateProblem } from '../../../../src/core/edit/locate';
import { PendingText } from '../../../../src/core/edit/pendingText';
import type { Plan } from '../../../../src/core/edit/pendingText';

export type LeftOut = AnswerProblem | LocateProblem | 'changed' | 'conflict' | 'otherFile';

export interface AnsweredDocument {
  readonly text: string;
  /** The path by which the answer may name it. */
  readonly path: string;
  /** Lines [start, end) that a block of code without tags replaces; an edit near them wins. */
  readonly selected: { readonly start: number; readonly end: number };
}

export interface Applied {
  /** The document after the answer. */
  readonly text: string;
  readonly hunks: readonly {
    /** Line of the new text, from 0. */
    readonly start: number;
    readonly old: readonly string[];
    readonly new: readonly string[];
  }[];
  readonly leftOut: readonly LeftOut[];
  /** The document as it is if all hunks are rejected. */
  readonly baseline: string;
}

type Open =
  | { readonly type: 'streaming'; readonly id: number; readonly fit: (line: string) => string }
  | { readonly type: 'waiting'; readonly old: readonly string[]; readonly lines: string[] }
  | { readonly type: 'skipping' };

/** Writes the pieces of an answer into a document, as the host does, with no editor about. */
export function applyAnswer(
  document: AnsweredDocument,
  pieces: readonly string[],
  { isWhole = true } = {},
): Applied {
  const writing = new AnswerWriting(document);
  for (const piece of pieces) writing.push(piece);
  return writing.end(isWhole);
}

class AnswerWriting {
  private readonly parser = new AnswerParser();
  private readonly text: PendingText;
  private readonly mark: number;
  private readonly leftOut: LeftOut[] = [];
  private readonly eol: string;
  private open: Open | undefined;
  private near: number;
  /** Lines that are not yet written; they are with each piece, as the host does with time. */
  private lines: string[] = [];

  constructor(private readonly document: AnsweredDocument) {
    this.eol = document.text.includes('\r\n') ? '\r\n' : '\n';
    this.text = new PendingText(splitLines(document.text));
    this.mark = this.text.mark(document.selected.start, document.selected.end);
    this.near = document.selected.start;
  }

  push(piece: string): void {
    for (const event of this.parser.push(piece)) this.take(event);
    if (this.open?.type !== 'streaming' || this.lines.length === 0) return;
    this.commit(this.text.planLines(this.open.id, this.lines));
    this.lines = [];
  }

  end(isWhole: boolean): Applied {
    if (isWhole) for (const event of this.parser.end()) this.take(event);
    const isOpen = this.open !== undefined;
    this.drop();
    const { problem } = this.parser;
    if (problem !== undefined) this.leftOut.push(problem);
    else if (isOpen && isWhole) this.leftOut.push('cut');
    const { lines, baseline, hunks } = this.text;
    return {
      text: lines.join(this.eol),
      baseline: baseline.join(this.eol),
      hunks: hunks.map(({ start, end, old }) => ({ start, old, new: lines.slice(start, end) })),
      leftOut: this.leftOut,
    };
  }

  private take(event: AnswerEvent): void {
    switch (event.type) {
      case 'begin':
        this.open = this.begin(event.target);
        return;
      case 'line':
        if (this.open?.type === 'streaming') this.lines.push(this.open.fit(event.text));
        else if (this.open?.type === 'waiting') this.open.lines.push(event.text);
        return;
      case 'end':
        this.finish();
        return;
      case 'withdraw':
        this.drop();
        return;
    }
  }

  private begin(target: EditTarget): Open {
    if (target.type === 'selection') {
      const marked = this.text.marked(this.mark);
      if (!marked || marked.isChanged) return this.skip('changed');
      const { start, end } = marked;
      return this.stream(start, end, indentLike(this.text.lines.slice(start, end)));
    }
    const { path } = target;
    const old = target.type === 'quote' ? target.old : [];
    if (path !== undefined && path !== this.document.path) return this.skip('otherFile');
    const placement = locate(this.text.lines, old, this.near);
    if ('problem' in placement) return this.skip(placement.problem);
    const { start, end, fitLine } = placement;
    return fitLine ? this.stream(start, end, fitLine) : { type: 'waiting', old, lines: [] };
  }

  private stream(start: number, end: number, fit: (line: string) => string): Open {
    this.near = start;
    return { type: 'streaming', id: this.text.begin(start, end), fit };
  }

  private finish(): void {
    const { open } = this;
    this.open = undefined;
    if (open?.type === 'streaming') this.commit(this.text.planEnd(open.id, this.lines));
    else if (open?.type === 'waiting') this.writeWhole(open.old, open.lines);
    this.lines = [];
  }

  private writeWhole(old: readonly string[], lines: readonly string[]): void {
    const placement = locate(this.text.lines, old, this.near);
    const fitted = 'problem' in placement ? undefined : placement.fit(lines);
    if ('problem' in placement || !fitted) {
      this.skip('problem' in placement ? placement.problem : 'conflict');
      return;
    }
    this.near = placement.start;
    this.commit(this.text.planEnd(this.text.begin(placement.start, placement.end), fitted));
  }

  private drop(): void {
    if (this.open?.type === 'streaming') this.commit(this.text.planDrop(this.open.id));
    this.open = undefined;
    this.lines = [];
  }

  private commit(plan: Plan | undefined): void {
    if (plan) this.text.commit(plan);
  }

  private skip(reason: LeftOut): Open {
    this.leftOut.push(reason);
    return { type: 'skipping' };
  }
}

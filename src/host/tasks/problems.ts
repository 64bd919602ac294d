import * as vscode from 'vscode';
import { symbolAt } from './target';
import type { Target } from './target';

/** What VS Code marks in a document; the line counts from 0. */
export interface Problem {
  readonly line: number;
  readonly message: string;
  readonly source?: string | undefined;
}

/**
 * The problems in some lines, and the code around them that a fix is about: the symbol in which
 * the first of them stands, where no more was selected.
 */
export async function problemsAt(
  asked: Target,
): Promise<{ readonly target: Target; readonly diagnostics: readonly Problem[] }> {
  const { document, start, end } = asked;
  const found = vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ range }) => range.start.line < end && range.end.line >= start)
    .toSorted((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start));
  const [first] = found;
  const around = first && (await symbolAt(document, first.range.start));
  const isWithin = around && around.start <= start && end <= around.end;
  return {
    target: isWithin ? around : asked,
    diagnostics: found.map(({ range, message, source }) => ({
      line: range.start.line,
      message,
      source,
    })),
  };
}

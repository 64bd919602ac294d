import * as vscode from 'vscode';

/** Lines of a document that a task is about; `end` is exclusive. */
export interface Target {
  readonly document: vscode.TextDocument;
  readonly start: number;
  readonly end: number;
  /** The symbol's name, or undefined where lines were selected. */
  readonly name: string | undefined;
}

/** What a script or a keybinding may name instead of the selection; lines count from 0. */
export interface TargetChoice {
  readonly uri?: vscode.Uri | undefined;
  readonly startLine?: number | undefined;
  /** Exclusive. */
  readonly endLine?: number | undefined;
}

/** A file without symbols is taken whole up to this length, and around the cursor otherwise. */
const WHOLE_FILE_LINES = 200;
const LINES_AROUND = 20;

/** The lines that are selected, or those of the symbol at the cursor; undefined without an editor. */
export async function findTarget(choice: TargetChoice = {}): Promise<Target | undefined> {
  const editor = vscode.window.activeTextEditor;
  const isElsewhere = choice.uri && choice.uri.toString() !== editor?.document.uri.toString();
  const document =
    choice.uri && isElsewhere
      ? await vscode.workspace.openTextDocument(choice.uri)
      : editor?.document;
  if (!document) return undefined;
  if (choice.startLine !== undefined) {
    const { startLine, endLine = startLine + 1 } = choice;
    return linesOf(document, startLine, endLine);
  }
  const selection = isElsewhere ? undefined : editor?.selection;
  if (selection && !selection.isEmpty) {
    // A selection that ends before the first letter of a line does not mean that line.
    const end = selection.end.character === 0 ? selection.end.line : selection.end.line + 1;
    return linesOf(document, selection.start.line, end);
  }
  return symbolAt(document, selection?.active ?? new vscode.Position(0, 0));
}

function linesOf(document: vscode.TextDocument, start: number, end: number): Target {
  const from = Math.max(0, Math.min(start, document.lineCount - 1));
  const to = Math.max(from + 1, Math.min(end, document.lineCount));
  return { document, start: from, end: to, name: undefined };
}

/** The lines of the symbol at a place, or those around it. */
export async function symbolAt(
  document: vscode.TextDocument,
  at: vscode.Position,
): Promise<Target> {
  const symbol = innermost(await symbolsOf(document), at);
  if (symbol) {
    const { start, end } = symbol.range;
    const from = withCommentAbove(document, start.line);
    return { ...linesOf(document, from, end.line + 1), name: symbol.name };
  }
  if (document.lineCount <= WHOLE_FILE_LINES) {
    const last = document.lineCount - 1;
    return linesOf(document, 0, document.lineAt(last).isEmptyOrWhitespace ? last : last + 1);
  }
  return linesOf(document, at.line - LINES_AROUND, at.line + LINES_AROUND);
}

/** Comments and decorators right above a symbol belong to it. */
function withCommentAbove(document: vscode.TextDocument, line: number): number {
  let start = line;
  while (start > 0 && /^\s*(?:\/\/|\/?\*|#|--|;|@|\[\w)/.test(document.lineAt(start - 1).text)) {
    start -= 1;
  }
  return start;
}

async function symbolsOf(document: vscode.TextDocument): Promise<vscode.DocumentSymbol[]> {
  const symbols = await vscode.commands.executeCommand<
    (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
  >('vscode.executeDocumentSymbolProvider', document.uri);
  // Old providers give symbols without an order of their own.
  return (symbols ?? []).filter((symbol) => 'children' in symbol);
}

/** Kinds that people mean when they point into code. */
const MEANT: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Enum,
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Module,
  vscode.SymbolKind.Namespace,
  vscode.SymbolKind.Struct,
]);

/** At the top a variable may be a function, or what a file is about; further in it is a detail. */
const MEANT_AT_TOP: ReadonlySet<vscode.SymbolKind> = new Set([
  ...MEANT,
  vscode.SymbolKind.Constant,
  vscode.SymbolKind.Variable,
]);

function innermost(
  symbols: readonly vscode.DocumentSymbol[],
  at: vscode.Position,
  meant = MEANT_AT_TOP,
): vscode.DocumentSymbol | undefined {
  const around = symbols.find(({ range }) => range.contains(at));
  if (!around) return undefined;
  const inner = innermost(around.children, at, MEANT);
  return inner ?? (meant.has(around.kind) ? around : undefined);
}

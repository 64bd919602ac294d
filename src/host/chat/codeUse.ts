import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CodeUse } from '../../shared/chatProtocol';
import { languageIdOf } from '../../shared/languages';
import type { LastEditor } from '../lastEditor';
import { openOrBegin } from '../openEditor';
import { namedFile } from '../workspace/namedFile';
import { atCursor, indentedLike, linesOf } from './codeLines';
import type { Replacement } from './codeLines';

/** Where changes wait until the user has accepted them. */
export interface CodeEdits {
  /** Replaces lines [start, end) as a pending, reviewable change. */
  propose(
    document: vscode.TextDocument,
    start: number,
    end: number,
    lines: readonly string[],
  ): Promise<void>;
}

/** Where in a document a piece of code belongs. */
export type SnippetPlace =
  | {
      readonly start: number;
      readonly end: number;
      /** The code as it fits there; undefined where it does not. */
      readonly fit: (lines: readonly string[]) => readonly string[] | undefined;
    }
  | { readonly problem: 'notFound' | 'ambiguous' };

interface CodeUserParts {
  readonly edits: CodeEdits;
  readonly lastEditor: Pick<LastEditor, 'current'>;
  readonly placeSnippet: (document: readonly string[], snippet: readonly string[]) => SnippetPlace;
}

/**
 * Brings code of an answer into editors. The model's words decide on nothing but the text: a file
 * outside of the workspace stays closed, no sentence repeats a name, and every change is reviewed.
 */
export class CodeUser {
  constructor(private readonly parts: CodeUserParts) {}

  async use(use: CodeUse): Promise<void> {
    switch (use.use) {
      case 'apply':
        return this.apply(use);
      case 'insert':
        return this.insert(use);
      case 'newFile':
        return this.newFile(use);
    }
  }

  private async apply(use: CodeUse): Promise<void> {
    const target = await this.target(use.path);
    if (target === 'none') return sayThatNothingIsOpen();
    if (target === 'outside') {
      tell(t('The code names a file outside of this workspace, so that nothing was opened.'));
      return;
    }
    if (target === 'missing') return this.newFile(use);
    const code = linesOf(use.code);
    const visible = this.visibleEditor(target);
    // What was selected in a file that nobody sees is forgotten, and means nothing.
    const selected = visible && placeOfSelection(visible, code);
    const editor = visible ?? (await show(target));
    const place = selected ?? this.placeIn(target, code);
    if ('problem' in place) return this.offerToInsert(editor, code, place.problem);
    await this.propose(editor, place);
  }

  private async insert({ code }: CodeUse): Promise<void> {
    const editor = this.parts.lastEditor.current;
    if (!editor) return sayThatNothingIsOpen();
    await this.insertAtCursor(editor, linesOf(code));
  }

  /** A path that is taken, or lies outside of the workspace, names nothing new. */
  private async newFile({ code, language, path }: CodeUse): Promise<void> {
    const file = path === '' ? undefined : await namedFile(path);
    const isFree = file?.uri.scheme === 'file' && !file.exists;
    const document = isFree
      ? await openOrBegin(file.uri, false)
      : await vscode.workspace.openTextDocument({ language: await knownLanguage(language) });
    // The last line is empty, so that the text ends with a line break.
    const lines = [...linesOf(code), ''];
    await this.propose(await show(document), { start: 0, end: document.lineCount, lines });
  }

  /** The document that code is to be applied to. */
  private async target(
    path: string,
  ): Promise<vscode.TextDocument | 'none' | 'outside' | 'missing'> {
    const last = this.parts.lastEditor.current?.document;
    if (path === '') return last ?? 'none';
    const file = await namedFile(path);
    if (file?.exists === true) return vscode.workspace.openTextDocument(file.uri);
    if (!file) return 'outside';
    // A file is often named without its folder.
    return last && endsWith(last.uri, path) ? last : 'missing';
  }

  private placeIn(
    document: vscode.TextDocument,
    code: readonly string[],
  ): Replacement | { readonly problem: 'notFound' | 'ambiguous' } {
    const place = this.parts.placeSnippet(document.getText().split(/\r?\n/), code);
    if ('problem' in place) return place;
    const lines = place.fit(code);
    return lines ? { start: place.start, end: place.end, lines } : { problem: 'notFound' };
  }

  private async offerToInsert(
    editor: vscode.TextEditor,
    code: readonly string[],
    problem: 'notFound' | 'ambiguous',
  ): Promise<void> {
    const insert = t('Insert at Cursor');
    const chosen = await vscode.window.showInformationMessage(
      problem === 'notFound'
        ? t(
            'Where this code belongs was not found. Select the lines that it replaces, and apply it again.',
          )
        : t(
            'This code fits in several places. Select the lines that it replaces, and apply it again.',
          ),
      insert,
    );
    // The editor may have been closed while the question stood there.
    if (chosen === insert) {
      const visible = this.visibleEditor(editor.document);
      await this.insertAtCursor(visible ?? (await show(editor.document)), code);
    }
  }

  /** The same document may be in several editors; the one that the user was in counts. */
  private visibleEditor(document: vscode.TextDocument): vscode.TextEditor | undefined {
    const { current } = this.parts.lastEditor;
    return current?.document === document
      ? current
      : vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  }

  private async insertAtCursor(editor: vscode.TextEditor, code: readonly string[]): Promise<void> {
    const { line, character } = editor.selection.active;
    const { text } = editor.document.lineAt(line);
    await this.propose(editor, atCursor(code, { line, character, text }));
  }

  private async propose(
    editor: vscode.TextEditor,
    { start, end, lines }: Replacement,
  ): Promise<void> {
    const { document } = editor;
    await this.parts.edits.propose(document, start, end, lines);
    editor.revealRange(
      document.validateRange(new vscode.Range(start, 0, start + lines.length, 0)),
      vscode.TextEditorRevealType.InCenterIfOutsideViewport,
    );
  }
}

/** The whole lines of what is selected; undefined where nothing is. */
function placeOfSelection(
  { document, selection }: vscode.TextEditor,
  code: readonly string[],
): Replacement | undefined {
  if (selection.isEmpty) return undefined;
  const start = selection.start.line;
  // A selection that ends before the first character of a line has nothing of that line.
  const end = selection.end.character === 0 ? selection.end.line : selection.end.line + 1;
  const selected = document.getText(new vscode.Range(start, 0, end, 0)).split(/\r?\n/);
  return { start, end, lines: indentedLike(code, selected) };
}

/** Shows a document that is not on the screen, and leaves the focus where it is. */
async function show(document: vscode.TextDocument): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(document, { preview: false, preserveFocus: true });
}

function endsWith({ path }: vscode.Uri, name: string): boolean {
  return path.endsWith(`/${name.replaceAll('\\', '/').replace(/^\.\//, '')}`);
}

/** VS Code refuses to open a document in a language that it has not heard of. */
async function knownLanguage(name: string): Promise<string> {
  const id = languageIdOf(name);
  return (await vscode.languages.getLanguages()).includes(id) ? id : 'plaintext';
}

function sayThatNothingIsOpen(): void {
  tell(t('No editor is open that the code could go into.'));
}

function tell(sentence: string): void {
  void vscode.window.showInformationMessage(sentence);
}

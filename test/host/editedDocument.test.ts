import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { EditedDocument } from '../../src/host/edit/editedDocument';
import { Edits } from '../../src/host/edit/edits';
import { HunkWriter } from '../../src/host/edit/hunkWriter';
import { Review } from '../../src/host/edit/review';
import { SaveGuard } from '../../src/host/save/saveGuard';
import type { AutoSaveHold } from '../../src/host/save/autoSaveHold';
import { waitFor } from '../workbench/waitFor';

const CODE = ['one', 'two', 'three', 'four', 'five', 'six', ''].join('\n');

/** What holds automatic saving off is tested by itself. */
const noHold = { set: async () => {}, overriddenBy: () => undefined } as unknown as AutoSaveHold;

describe('a document that is edited while it is open', () => {
  let folder: string;
  let edits: Edits;
  let review: Review;
  let guard: SaveGuard;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stanza-edited-'));
    edits = new Edits();
    review = new Review(edits);
    guard = new SaveGuard(edits, noHold);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    guard.dispose();
    edits.dispose();
    await rm(folder, { recursive: true });
  });

  async function openFile(text = CODE): Promise<vscode.TextEditor> {
    const file = path.join(folder, 'poem.txt');
    await writeFile(file, text);
    return vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
  }

  async function readSaved(): Promise<string> {
    return readFile(path.join(folder, 'poem.txt'), 'utf8');
  }

  it('is given back by one undo, and again by one redo, with its changes', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await stream(edited, 1, 4, ['TWO', 'and', 'a', 'half', 'four']);
    const after = ['one', 'TWO', 'and', 'a', 'half', 'four', 'five', 'six', ''].join('\n');
    assert.equal(document.getText(), after);
    assert.equal(edited.text.changes.length, 1);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), CODE);
    assert.equal(edited.text.changes.length, 0);
    await vscode.commands.executeCommand('redo');
    assert.equal(document.getText(), after);
    assert.equal(edited.text.changes.length, 1);
  });

  it('takes back by undo only what was typed after the change', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await stream(edited, 1, 2, ['TWO']);
    await vscode.commands.executeCommand('type', { text: 'x' });
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), CODE.replace('two', 'TWO'));
  });

  it('keeps the cursor, the selection and what is typed while lines arrive', async () => {
    const editor = await openFile();
    const { document } = editor;
    editor.selection = new vscode.Selection(5, 3, 5, 3);
    const edited = edits.open(document);
    const writing = stream(
      edited,
      0,
      3,
      Array.from({ length: 30 }, (_, index) => `new ${index}`),
    );
    for (const letter of 'abcdefghij') {
      await vscode.commands.executeCommand('type', { text: letter });
    }
    await writing;
    assert.ok(document.getText().endsWith('five\nsixabcdefghij\n'), document.getText());
    assert.deepEqual(edited.text.lines, document.getText().split('\n'));
    const { line, character } = editor.selection.active;
    assert.equal(document.lineAt(line).text.slice(0, character), 'sixabcdefghij');
    assert.equal(vscode.window.activeTextEditor, editor);
    await review.rejectAll();
    assert.equal(document.getText(), CODE.replace('six', 'sixabcdefghij'));
  });

  it('is saved without its changes, which come back at once', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await stream(edited, 1, 2, ['TWO', 'and a half']);
    const shown = document.getText();
    assert.ok(await document.save());
    assert.equal(await readSaved(), CODE);
    await waitFor('the change to be back', async () => document.getText() === shown);
    assert.equal(edited.text.changes.length, 1);
    await review.acceptAll();
    assert.ok(await document.save());
    assert.equal(await readSaved(), shown);
  });

  it('is saved without what streams, which goes on behind', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    const lines = Array.from({ length: 40 }, (_, index) => `new ${index}`);
    const writing = stream(edited, 1, 3, lines);
    for (let save = 0; save < 3; save += 1) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await document.save();
      assert.equal(await readSaved(), CODE);
    }
    await writing;
    const shown = ['one', ...lines, 'four', 'five', 'six', ''].join('\n');
    await waitFor('the change to be back', async () => document.getText() === shown);
    assert.equal(edited.text.changes.length, 1);
  });

  it('keeps its line breaks', async () => {
    const text = CODE.replaceAll('\n', '\r\n');
    const { document } = await openFile(text);
    const edited = edits.open(document);
    await stream(edited, 1, 2, ['TWO', 'and a half']);
    await stream(edited, 6, 7, ['SIX']);
    const shown = text.replace('two', 'TWO\r\nand a half').replace('six', 'SIX');
    assert.equal(document.getText(), shown);
    await document.save();
    assert.equal(await readSaved(), text);
    await review.rejectAll();
    assert.equal(document.getText(), text);
  });

  it('is edited where no editor shows it', async () => {
    const file = path.join(folder, 'poem.txt');
    await writeFile(file, CODE);
    const document = await vscode.workspace.openTextDocument(file);
    const edited = edits.open(document);
    await stream(edited, 1, 2, ['TWO']);
    assert.equal(document.getText(), CODE.replace('two', 'TWO'));
    assert.equal(edited.text.changes.length, 1);
    await review.rejectAll();
    assert.equal(document.getText(), CODE);
  });

  it('goes on where its editor is closed in the middle', async () => {
    const { document } = await openFile();
    const other = await vscode.workspace.openTextDocument({ content: 'other' });
    const edited = edits.open(document);
    const lines = Array.from({ length: 20 }, (_, index) => `new ${index}`);
    const writing = stream(edited, 1, 3, lines);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await vscode.window.showTextDocument(other);
    await writing;
    assert.equal(document.getText(), ['one', ...lines, 'four', 'five', 'six', ''].join('\n'));
    await review.rejectAll();
    assert.equal(document.getText(), CODE);
  });

  it('may be untitled, and is saved for the first time without its changes', async () => {
    const file = vscode.Uri.file(path.join(folder, 'poem.txt'));
    const document = await vscode.workspace.openTextDocument(file.with({ scheme: 'untitled' }));
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('type', { text: 'mine' });
    const edited = edits.open(document);
    await stream(edited, 0, 0, ['proposed']);
    assert.equal(document.getText(), 'proposed\nmine');
    await vscode.commands.executeCommand('workbench.action.files.save');
    assert.equal(await readSaved(), 'mine');
    const saved = await waitFor('the file to be open', async () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString()),
    );
    await waitFor('the change to be back', async () => saved.getText() === 'proposed\nmine');
    assert.equal(edits.known(saved)?.text.changes.length, 1);
  });

  it('holds changes of cells of a notebook, which are saved without them', async () => {
    const file = path.join(folder, 'note.ipynb');
    const cell = { cell_type: 'code', metadata: {}, source: ['one\n', 'two'], outputs: [] };
    await writeFile(
      file,
      JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }),
    );
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(file));
    await vscode.window.showNotebookDocument(notebook);
    const { document } = notebook.cellAt(0);
    const edited = edits.open(document);
    await stream(edited, 1, 2, ['TWO']);
    assert.equal(document.getText(), 'one\nTWO');
    await notebook.save();
    assert.ok(!(await readFile(file, 'utf8')).includes('TWO'));
    await waitFor('the change to be back', async () => document.getText() === 'one\nTWO');
    await review.acceptAll();
    await notebook.save();
    assert.ok((await readFile(file, 'utf8')).includes('TWO'));
  });

  it('is gone through change by change, over several files', async () => {
    const editor = await openFile();
    await stream(edits.open(editor.document), 0, 1, ['ONE']);
    await stream(edits.open(editor.document), 3, 4, ['FOUR']);
    const other = await vscode.workspace.openTextDocument({ content: CODE });
    await stream(edits.open(other), 2, 3, ['THREE']);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    const seen: string[] = [];
    for (let step = 0; step < 4; step += 1) {
      await review.next();
      seen.push(lineAtCursor());
    }
    assert.deepEqual(seen, ['FOUR', 'THREE', 'ONE', 'FOUR']);
    await review.previous();
    assert.equal(lineAtCursor(), 'ONE');
    await review.accept();
    assert.equal(lineAtCursor(), 'FOUR');
    await review.reject();
    assert.equal(editor.document.getText(), CODE.replace('one', 'ONE'));
  });
});

/** Writes as an answer does. */
async function stream(
  edited: EditedDocument,
  start: number,
  end: number,
  lines: readonly string[],
  { endsStep = true } = {},
): Promise<void> {
  edited.beginUndoStep();
  const writer = new HunkWriter(edited, edited.text.begin(start, end));
  for (const line of lines) {
    writer.add(line);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  assert.ok(await writer.end());
  if (endsStep) edited.endUndoStep();
}

function lineAtCursor(): string {
  const active = vscode.window.activeTextEditor;
  return active?.document.lineAt(active.selection.active.line).text ?? '';
}

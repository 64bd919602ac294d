import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Edits } from '../../src/host/edit/edits';
import { SaveGuard } from '../../src/host/save/saveGuard';
import type { AutoSaveHold } from '../../src/host/save/autoSaveHold';
import { waitFor } from '../workbench/waitFor';

const CODE = ['one', 'two', 'three', 'four', 'five', 'six', ''].join('\n');

/** What holds automatic saving off is tested by itself. */
const noHold = { set: async () => {}, overriddenBy: () => undefined } as unknown as AutoSaveHold;

describe('a document that is saved while changes wait in it', () => {
  let folder: string;
  let edits: Edits;
  let guard: SaveGuard;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stanza-saved-'));
    edits = new Edits();
    guard = new SaveGuard(edits, noHold);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    guard.dispose();
    edits.dispose();
    await rm(folder, { recursive: true });
  });

  async function openFile(text = CODE, name = 'poem.txt'): Promise<vscode.TextEditor> {
    const file = path.join(folder, name);
    await writeFile(file, text);
    return vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
  }

  async function readSaved(name = 'poem.txt'): Promise<string> {
    return readFile(path.join(folder, name), 'utf8');
  }

  it('is written without them by a save that skips what runs before a save', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await edits.propose(document, 1, 2, ['TWO']);
    await vscode.commands.executeCommand('workbench.action.files.saveWithoutFormatting');
    await waitFor('the file to be as it was', async () => (await readSaved()) === CODE);
    await waitFor('the change to be back', async () => document.getText().includes('TWO'));
    assert.equal(edited.text.changes.length, 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await readSaved(), CODE);
  });

  it('is written without them by many saves at once', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await edits.propose(document, 1, 2, ['TWO']);
    const seen: string[] = [];
    for (let round = 0; round < 12; round += 1) {
      await Promise.all([document.save(), document.save()]);
      seen.push(await readSaved());
    }
    await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 7));
        await document.save();
        seen.push(await readSaved());
      }),
    );
    assert.deepEqual([...new Set(seen)], [CODE]);
    await waitFor('the change to be back', async () => document.getText().includes('TWO'));
    assert.equal(edited.text.changes.length, 1);
  });

  it('is formatted without them', async () => {
    const { document } = await openFile();
    const provider = vscode.languages.registerDocumentFormattingEditProvider(
      { pattern: '**/poem.txt' },
      {
        provideDocumentFormattingEdits: (each) => [
          vscode.TextEdit.replace(
            new vscode.Range(0, 0, each.lineCount, 0),
            each.getText().replaceAll(/^(\w+)$/gm, '  $1;'),
          ),
        ],
      },
    );
    try {
      await withSetting('editor', 'formatOnSave', true, async () => {
        const edited = edits.open(document);
        await edits.propose(document, 1, 2, ['TWO', 'and a half']);
        await edits.propose(document, 5, 6, []);
        await document.save();
        const saved = await readSaved();
        // What a change stands for is left as it was.
        assert.equal(saved, '  one;\ntwo\n  three;\n  four;\nfive\n  six;\n');
        await waitFor('the change to be back', async () =>
          document.getText().includes('and a half'),
        );
        assert.equal(edited.text.baseline.join('\n'), saved);
        assert.equal(edited.text.changes.length, 2, JSON.stringify(edited.text.changes));
        assert.equal(
          document.getText().replaceAll(/ {2}|;/g, ''),
          ['one', 'TWO', 'and a half', 'three', 'four', 'six', ''].join('\n'),
        );
      });
    } finally {
      provider.dispose();
    }
  });

  it('is formatted by an edit of the whole text without them', async () => {
    const { document } = await openFile();
    const listener = vscode.workspace.onWillSaveTextDocument((event) => {
      if (event.document !== document) return;
      const text = document.getText().replaceAll(/^(\w+)$/gm, '  $1;');
      event.waitUntil(
        Promise.resolve([
          vscode.TextEdit.replace(new vscode.Range(0, 0, document.lineCount, 0), text),
        ]),
      );
    });
    try {
      const edited = edits.open(document);
      await edits.propose(document, 1, 2, ['TWO', 'and a half']);
      await document.save();
      const saved = await readSaved();
      assert.equal(saved, CODE.replaceAll(/^(\w+)$/gm, '  $1;'));
      await waitFor('the change to be back', async () => document.getText().includes('and a half'));
      assert.equal(edited.text.baseline.join('\n'), saved);
      assert.equal(edited.text.changes.length, 1);
    } finally {
      listener.dispose();
    }
  });

  it('is trimmed without them', async () => {
    await withSetting('files', 'trimTrailingWhitespace', true, () =>
      withSetting('files', 'insertFinalNewline', true, async () => {
        const { document } = await openFile('one  \ntwo\nthree');
        const edited = edits.open(document);
        await edits.propose(document, 1, 2, ['TWO  ']);
        await edits.propose(document, 2, 3, ['THREE', 'four']);
        await document.save();
        assert.equal(await readSaved(), 'one\ntwo\nthree\n');
        await waitFor('the change to be back', async () => document.getText().includes('four'));
        assert.equal(edited.text.baseline.join('\n'), 'one\ntwo\nthree\n');
      }),
    );
  });

  it('gets them back after a save that failed', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await edits.propose(document, 1, 2, ['TWO']);
    const shown = document.getText();
    await rm(path.join(folder, 'poem.txt'));
    await rm(folder, { recursive: true });
    await writeFile(folder, '');
    await document.save();
    await waitFor('the change to be back', async () => document.getText() === shown, 9000);
    assert.equal(edited.text.changes.length, 1);
    await rm(folder);
    await mkdir(folder);
    await document.save();
    assert.equal(await readSaved(), CODE);
  });

  it('keeps them from the disk where it ends without a line break', async () => {
    const { document } = await openFile('one\ntwo');
    const edited = edits.open(document);
    await edits.propose(document, 1, 2, ['TWO']);
    await edits.propose(document, 2, 2, ['three']);
    assert.equal(document.getText(), 'one\nTWO\nthree');
    await document.save();
    assert.equal(await readSaved(), 'one\ntwo');
    await waitFor('the change to be back', async () => document.getText() === 'one\nTWO\nthree');
    assert.equal(edited.text.changes.length, 2);
    assert.ok(await edits.reject(edited, edited.text.changes));
    assert.equal(document.getText(), 'one\ntwo');
  });

  it('keeps the deletion of everything from the disk', async () => {
    const { document } = await openFile('one\ntwo');
    const edited = edits.open(document);
    await edits.propose(document, 0, 2, []);
    assert.equal(document.getText(), '');
    await document.save();
    assert.equal(await readSaved(), 'one\ntwo');
    await waitFor('the change to be back', async () => document.getText() === '');
    assert.ok(await edits.reject(edited, edited.text.changes));
    assert.equal(document.getText(), 'one\ntwo');
  });

  it('is undone step by step after a save, and redone, and every state knows its changes', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await edits.propose(document, 1, 2, ['TWO']);
    await document.save();
    await waitFor('the change to be back', async () => document.getText().includes('TWO'));
    for (const command of ['undo', 'undo', 'undo', 'redo', 'redo', 'redo']) {
      await vscode.commands.executeCommand(command);
      assert.equal(edited.text.baseline.join('\n'), CODE);
      assert.equal(edited.text.changes.length, document.getText().includes('TWO') ? 1 : 0);
    }
    assert.ok(document.getText().includes('TWO'));
  });

  it('does not show what was accepted as a change again after an undo', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await edits.propose(document, 1, 2, ['TWO']);
    await vscode.commands.executeCommand('type', { text: 'x' });
    await edits.accept(edited, edited.text.changes);
    await vscode.commands.executeCommand('undo');
    assert.ok(document.getText().includes('TWO'));
    assert.equal(edited.text.changes.length, 0);
  });

  it('is reverted without a trace', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await edits.propose(document, 1, 2, ['TWO', 'more']);
    await edits.propose(document, 5, 6, []);
    await vscode.commands.executeCommand('type', { text: 'x' });
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.equal(document.getText(), CODE);
    await waitFor('the changes to be gone', async () => edited.text.hunks.length === 0);
    assert.deepEqual(edited.text.lines, CODE.split('\n'));
  });

  it('is saved over what another program has written', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await edits.propose(document, 1, 2, ['TWO']);
    await writeFile(path.join(folder, 'poem.txt'), 'other');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.ok(document.getText().includes('TWO'));
    await document.save();
    assert.ok(!(await readSaved()).includes('TWO'));
    await waitFor('the change to be back', async () => document.getText().includes('TWO'), 9000);
    assert.equal(edited.text.changes.length, 1);
    await document.save();
    assert.ok(!(await readSaved()).includes('TWO'));
  });

  it('gives nothing of them to another file with the same text', async () => {
    const { document } = await openFile();
    await edits.propose(document, 1, 2, ['TWO']);
    const shown = document.getText();
    const other = await openFile(shown, 'other.txt');
    assert.equal(edits.known(other.document), undefined);
    await other.document.save();
    await other.edit((builder) => builder.insert(new vscode.Position(0, 0), 'mine '));
    await other.document.save();
    assert.equal(await readSaved('other.txt'), `mine ${shown}`);
  });

  it('takes them along when it is renamed', async () => {
    const { document } = await openFile();
    await edits.propose(document, 1, 2, ['TWO']);
    const to = vscode.Uri.file(path.join(folder, 'renamed.txt'));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, to);
    await vscode.workspace.applyEdit(edit);
    const renamed = await waitFor('the file to be open', async () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === to.toString()),
    );
    await waitFor('the change', async () => edits.known(renamed)?.text.changes.length === 1);
    assert.ok(renamed.getText().includes('TWO'), renamed.getText());
    await renamed.save();
    assert.equal(await readSaved('renamed.txt'), CODE);
  });

  it('goes on being written in another language', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    const id = edited.text.begin(1, 3);
    await edited.edit(() => edited.text.planLines(id, ['TWO']));
    const after = await vscode.languages.setTextDocumentLanguage(document, 'javascript');
    assert.equal(after, document);
    assert.ok(await edited.edit(() => edited.text.planEnd(id, ['THREE'])));
    assert.equal(document.getText(), CODE.replace('two\nthree', 'TWO\nTHREE'));
    assert.equal(edits.known(after)?.text.changes.length, 1);
  });

  it('accepts a change while another is written', async () => {
    const { document } = await openFile();
    const edited = edits.open(document);
    await edits.propose(document, 0, 1, ['ONE']);
    const id = edited.text.begin(3, 5);
    const [first] = edited.text.changes;
    assert.ok(first);
    const writing = edited.edit(() => edited.text.planLines(id, ['FOUR']));
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    await edits.accept(edited, [first]);
    await writing;
    await edited.edit(() => edited.text.planEnd(id, []));
    assert.deepEqual(
      edited.text.changes.map(({ old }) => old),
      [['four', 'five']],
    );
  });

  it('follows what many cursors, moved lines and replaced words do to it', async () => {
    const editor = await openFile();
    const { document } = editor;
    const edited = edits.open(document);
    await edits.propose(document, 1, 2, ['TWO', 'and']);
    await edits.propose(document, 4, 5, ['FOUR']);
    const check = (what: string): void => {
      assert.deepEqual(edited.text.lines, document.getText().split('\n'), what);
      for (const line of edited.text.baseline) assert.doesNotMatch(line, /TWO|FOUR|and/, what);
    };
    editor.selections = [0, 1, 2, 3, 4].map((line) => new vscode.Selection(line, 0, line, 0));
    await vscode.commands.executeCommand('type', { text: 'x' });
    check('cursors');
    editor.selections = [new vscode.Selection(3, 0, 3, 0)];
    for (let count = 0; count < 3; count += 1) {
      await vscode.commands.executeCommand('editor.action.moveLinesUpAction');
      check('up');
    }
    for (let count = 0; count < 5; count += 1) {
      await vscode.commands.executeCommand('editor.action.moveLinesDownAction');
      check('down');
    }
    for (let count = 0; count < 8; count += 1) {
      await vscode.commands.executeCommand('undo');
      check('undo');
    }
    await vscode.commands.executeCommand('editor.action.selectAll');
    await vscode.commands.executeCommand('deleteLeft');
    check('delete all');
    await vscode.commands.executeCommand('undo');
    check('undo delete');
    assert.equal(edited.text.baseline.join('\n').replaceAll('x', ''), CODE.replaceAll('x', ''));
    await document.save();
    assert.doesNotMatch(await readSaved(), /TWO|FOUR|and/);
  });
});

/** Runs something with a setting of the user, which is put back. */
async function withSetting(
  section: string,
  name: string,
  value: unknown,
  run: () => Promise<void>,
): Promise<void> {
  const update = async (to: unknown) =>
    vscode.workspace.getConfiguration(section).update(name, to, vscode.ConfigurationTarget.Global);
  await update(value);
  try {
    await run();
  } finally {
    await update(undefined);
  }
}

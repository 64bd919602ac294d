import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Edits } from '../../src/host/edit/edits';
import { PendingKeeper } from '../../src/host/save/pendingKeeper';
import { PendingStore } from '../../src/host/save/pendingStore';
import { EditWriting } from '../../src/host/tasks/editWriting';
import { MemoryLog } from '../unit/fakes';
import { waitFor } from '../workbench/waitFor';

const CODE = ['one', 'two', 'three', ''].join('\n');

describe('changes that are written down for the next window', () => {
  let folder: string;
  let edits: Edits;
  let store: PendingStore;
  let keeper: PendingKeeper;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stanza-keeper-'));
    edits = new Edits();
    store = new PendingStore(path.join(folder, 'pending'), new MemoryLog());
    keeper = new PendingKeeper(edits, store);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    keeper.dispose();
    edits.dispose();
    await rm(folder, { recursive: true });
  });

  async function openFile(): Promise<vscode.TextDocument> {
    const file = path.join(folder, 'poem.txt');
    await writeFile(file, CODE);
    return (await vscode.window.showTextDocument(vscode.Uri.file(file))).document;
  }

  it('are gone at once when they are accepted, even if the document is closed then', async () => {
    const edited = edits.open(await openFile());
    await edits.propose(edited.document, 1, 2, ['TWO']);
    await keeper.flush();
    assert.equal((await store.all()).length, 1);
    await edits.accept(edited, edited.text.changes);
    // Nothing that waits is done any more.
    keeper.dispose();
    assert.deepEqual(await store.all(), []);
  });

  it('come back in another window, where they stood', async () => {
    const document = await openFile();
    await edits.propose(document, 1, 2, ['TWO']);
    await keeper.flush();
    const later = new Edits();
    const laterKeeper = new PendingKeeper(later, store);
    await laterKeeper.begin();
    assert.deepEqual(
      later.known(document)?.text.changes.map(({ start, old }) => [start, old]),
      [[1, ['two']]],
    );
    laterKeeper.dispose();
    later.dispose();
  });

  it('are not written on where the document is closed meanwhile', async () => {
    const document = await vscode.workspace.openTextDocument({ content: CODE });
    await vscode.window.showTextDocument(document);
    const edited = edits.open(document);
    const mark = edited.text.mark(1, 2);
    const writing = new EditWriting({ edited, mark, path: 'poem.txt' });
    assert.ok(await writing.push('```\nTWO\n'));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await waitFor('the document to be closed', async () => document.isClosed);
    assert.ok(!(await writing.push('and a half\n')));
    await writing.end('broken');
    assert.ok(!edits.hasHunks);
  });
});

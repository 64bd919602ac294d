import assert from 'node:assert/strict';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { CodeUser } from '../../src/host/chat/codeUse';
import type { SnippetPlace } from '../../src/host/chat/codeUse';
import { LastEditor } from '../../src/host/lastEditor';
import { namedFile } from '../../src/host/workspace/namedFile';
import type { CodeUse } from '../../src/shared/chatProtocol';
import { waitFor } from '../workbench/waitFor';

interface Proposal {
  readonly document: vscode.TextDocument;
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

describe('code of an answer', () => {
  let root: string;
  let proposals: Proposal[];
  let place: SnippetPlace;
  let lastEditor: LastEditor;
  let user: CodeUser;

  beforeEach(async () => {
    root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await waitFor('no editor', async () => vscode.window.visibleTextEditors.length === 0);
    await mkdir(path.join(root, 'used'), { recursive: true });
    await writeFile(path.join(root, 'used', 'a.ts'), 'one\n  two\n  three\nfour\n');
    proposals = [];
    place = { problem: 'notFound' };
    lastEditor = new LastEditor();
    user = new CodeUser({
      edits: {
        propose: (document, start, end, lines) => {
          proposals.push({ document, start, end, lines });
          return Promise.resolve();
        },
      },
      lastEditor,
      placeSnippet: () => place,
    });
  });

  afterEach(async () => {
    lastEditor.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(path.join(root, 'used'), { recursive: true, force: true });
  });

  async function open(relative: string, selection?: vscode.Range): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(path.join(root, relative));
    return vscode.window.showTextDocument(document, { ...(selection && { selection }) });
  }

  async function use(what: Partial<CodeUse>): Promise<Proposal | undefined> {
    const { length } = proposals;
    await user.use({ use: 'apply', code: 'x\n', language: 'ts', path: '', ...what });
    return proposals[length];
  }

  it('is applied where it belongs in the file that it names, as it fits there', async () => {
    place = { start: 1, end: 3, fit: (lines) => lines.map((line) => `  ${line}`) };
    const proposal = await use({ path: 'used/a.ts', code: 'x\ny\n' });
    assert.equal(proposal?.document.uri.fsPath, path.join(root, 'used', 'a.ts'));
    assert.deepEqual([proposal.start, proposal.end, proposal.lines], [1, 3, ['  x', '  y']]);
    const shown = vscode.window.visibleTextEditors.map(({ document }) => document);
    assert.ok(shown.includes(proposal.document));
  });

  it('is applied to the whole lines that are selected', async () => {
    await open('used/a.ts', new vscode.Range(1, 3, 3, 0));
    const proposal = await use({ code: 'x\n  y\n' });
    assert.deepEqual([proposal?.start, proposal?.end], [1, 3]);
    assert.deepEqual(proposal?.lines, ['  x', '    y']);
  });

  it('is applied to the open file that a name without folders means', async () => {
    place = { start: 0, end: 1, fit: (lines) => lines };
    const { document } = await open('used/a.ts');
    assert.equal((await use({ path: 'a.ts' }))?.document, document);
  });

  it('is inserted at the cursor of the editor that was active last', async () => {
    const { document } = await open('used/a.ts', new vscode.Range(3, 0, 3, 0));
    await vscode.commands.executeCommand('workbench.action.focusSideBar');
    const proposal = await use({ use: 'insert', code: 'x\ny\n', path: 'somewhere/else.ts' });
    assert.equal(proposal?.document, document);
    assert.deepEqual([proposal.start, proposal.end, proposal.lines], [3, 3, ['x', 'y']]);
  });

  it('goes nowhere where no editor is open', async () => {
    assert.equal(await use({ use: 'insert' }), undefined);
    assert.equal(await use({ use: 'apply' }), undefined);
  });

  it('becomes an untitled document in its language, or as plain text', async () => {
    const python = await use({ use: 'newFile', language: 'py' });
    assert.ok(python?.document.isUntitled);
    assert.equal(python.document.languageId, 'python');
    assert.deepEqual(python.lines, ['x', '']);
    const unheard = await use({ use: 'newFile', language: 'klingon' });
    assert.equal(unheard?.document.languageId, 'plaintext');
  });

  it('becomes an untitled document of the name that it has, where that is free', async () => {
    for (const what of ['newFile', 'apply'] as const) {
      const fresh = await use({ use: what, path: `used/${what}.ts` });
      assert.equal(fresh?.document.uri.scheme, 'untitled');
      assert.equal(fresh.document.uri.fsPath, path.join(root, 'used', `${what}.ts`));
      assert.equal(fresh.document.languageId, 'typescript');
    }
    const taken = await use({ use: 'newFile', path: 'used/a.ts' });
    assert.ok(taken?.document.isUntitled);
    assert.notEqual(taken.document.uri.fsPath, path.join(root, 'used', 'a.ts'));
  });

  it('opens nothing outside of the workspace', async () => {
    await open('used/a.ts');
    const before = vscode.workspace.textDocuments.length;
    for (const hostile of ['../../etc/passwd', '/etc/passwd', 'src/../../x.ts', '~/.bashrc']) {
      assert.equal(await use({ path: hostile }), undefined, hostile);
    }
    assert.equal(vscode.workspace.textDocuments.length, before);
  });

  it('does not follow a link out of the workspace', async () => {
    await symlink(tmpdir(), path.join(root, 'used', 'out'));
    const outside = path.join(tmpdir(), `stanza-${process.pid}.txt`);
    await writeFile(outside, 'x');
    try {
      assert.equal(await namedFile(`used/out/${path.basename(outside)}`), undefined);
      assert.equal((await namedFile('used/a.ts'))?.exists, true);
      assert.equal((await namedFile(path.join(root, 'used', 'a.ts')))?.exists, true);
    } finally {
      await rm(outside);
    }
  });
});

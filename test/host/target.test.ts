import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CodeActions } from '../../src/host/codeActions';
import { isReadOnly } from '../../src/host/tasks/readOnly';
import { findTarget } from '../../src/host/tasks/target';
import { waitFor } from '../workbench/waitFor';

const CODE = [
  'const limit = 3;',
  '',
  '/** Counts. */',
  'function count(things: unknown[]): number {',
  '  const all = things.length;',
  '  return Math.min(limit, all);',
  '}',
  '',
  'class Box {',
  '  open(): void {',
  '    count([]);',
  '  }',
  '}',
  '',
].join('\n');

async function openCode(language = 'typescript', content = CODE): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language, content });
  return vscode.window.showTextDocument(document);
}

/** The lines of a target as people count them, and its name. */
async function targetAt(line: number, character = 0): Promise<string> {
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor);
  editor.selection = new vscode.Selection(line, character, line, character);
  return describeTarget();
}

async function describeTarget(...choice: Parameters<typeof findTarget>): Promise<string> {
  const target = await findTarget(...choice);
  return target ? `${target.start + 1}-${target.end} ${target.name ?? ''}`.trim() : 'none';
}

describe('what a task is about', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is nothing where no editor is open', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(await describeTarget(), 'none');
  });

  it('is the whole lines that are selected', async () => {
    const editor = await openCode();
    editor.selection = new vscode.Selection(3, 5, 5, 2);
    assert.equal(await describeTarget(), '4-6');
    editor.selection = new vscode.Selection(3, 5, 5, 0);
    assert.equal(await describeTarget(), '4-5', 'a line of which nothing is selected is not meant');
  });

  it('is the symbol at the cursor, with the comment above it', async () => {
    await openCode();
    // The language server takes its time to start.
    await waitFor('the symbols', async () => (await targetAt(5)) === '3-7 count');
    assert.equal(await targetAt(4, 10), '3-7 count', 'a variable in it is a detail');
    assert.equal(await targetAt(10, 6), '10-12 open');
    assert.equal(await targetAt(8), '9-13 Box');
    assert.equal(await targetAt(0, 8), '1-1 limit');
  });

  it('is a short file without symbols as a whole, and of a long one what is around', async () => {
    await openCode('plaintext', 'one\ntwo\n');
    assert.equal(await targetAt(0), '1-2');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await openCode('plaintext', 'line\n'.repeat(1000));
    assert.equal(await targetAt(500), '481-520');
  });

  it('is what a script names', async () => {
    const { document } = await openCode();
    const { uri } = document;
    assert.equal(await describeTarget({ uri, startLine: 2, endLine: 4 }), '3-4');
    assert.equal(await describeTarget({ uri, startLine: 2 }), '3-3');
    assert.equal(await describeTarget({ uri, startLine: 99, endLine: 200 }), '14-14');
  });

  it('cannot be edited where an extension provides it', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('stanza-test', {
      provideTextDocumentContent: () => 'fixed',
    });
    try {
      const uri = vscode.Uri.parse('stanza-test:/fixed.txt');
      assert.equal(await isReadOnly(await vscode.workspace.openTextDocument(uri)), true);
      assert.equal(await isReadOnly((await openCode()).document), false);
    } finally {
      provider.dispose();
    }
  });
});

describe('the light bulb', () => {
  const actions = new CodeActions();

  async function titlesFor(
    range: vscode.Range,
    context: Partial<vscode.CodeActionContext>,
  ): Promise<string[]> {
    const { document } = await openCode();
    const offered = actions.provideCodeActions(document, range, {
      diagnostics: [],
      only: undefined,
      triggerKind: vscode.CodeActionTriggerKind.Invoke,
      ...context,
    });
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    return offered.map(({ title }) => title);
  }

  const problem = new vscode.Diagnostic(new vscode.Range(4, 2, 4, 5), 'It is wrong.');

  it('offers to fix a problem, and to change what is selected', async () => {
    const place = new vscode.Range(4, 2, 4, 2);
    assert.deepEqual(await titlesFor(place, {}), []);
    assert.deepEqual(await titlesFor(place, { diagnostics: [problem] }), ['Fix with Claude']);
    assert.deepEqual(await titlesFor(new vscode.Range(3, 0, 6, 1), {}), [
      'Refactor with Claude…',
      'Document with Claude',
    ]);
  });

  it('offers nothing of another kind than is asked for', async () => {
    const only = vscode.CodeActionKind.SourceOrganizeImports;
    assert.deepEqual(await titlesFor(problem.range, { diagnostics: [problem], only }), []);
  });
});

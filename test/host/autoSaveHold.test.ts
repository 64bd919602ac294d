import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { AutoSaveHold } from '../../src/host/save/autoSaveHold';
import { MemoryLog } from '../unit/fakes';
import { waitFor } from '../workbench/waitFor';

const deadProcess = 999_999_999;

describe('auto save while changes are pending', () => {
  let before: unknown;
  let root: string;
  let folder: string;
  let log: MemoryLog;
  let holds: AutoSaveHold[];

  beforeEach(async () => {
    before = userValue();
    root = await mkdtemp(path.join(tmpdir(), 'stanza-hold-'));
    folder = path.join(root, 'autosave');
    log = new MemoryLog();
    holds = [];
  });

  afterEach(async () => {
    for (const hold of holds) hold.dispose();
    // Settings with unsaved changes could not be written by the next test.
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setUser(before);
    await rm(root, { recursive: true });
  });

  function newHold(
    processId = process.pid,
    isAlive = (id: number): boolean => id !== deadProcess,
  ): AutoSaveHold {
    const windowId = `window-${holds.length + 1}`;
    const hold = new AutoSaveHold({ folder, windowId, processId, log, isAlive });
    holds.push(hold);
    return hold;
  }

  async function files(): Promise<string[]> {
    return (await readdir(folder)).filter((name) => name.endsWith('.json'));
  }

  for (const value of [undefined, 'off', 'onFocusChange']) {
    it(`is off, and afterwards again ${value ?? 'not set'}`, async () => {
      await setUser(value);
      const hold = newHold();
      await hold.set(true);
      assert.equal(effective(), 'off');
      await hold.set(true);
      await hold.set(false);
      assert.equal(userValue(), value);
      assert.deepEqual(await files(), []);
      assert.deepEqual([hold.problem, log.errors], [undefined, []]);
    });
  }

  it('was never touched by a window without pending changes', async () => {
    await setUser('onFocusChange');
    const hold = newHold();
    await hold.set(false);
    await hold.recover();
    assert.equal(userValue(), 'onFocusChange');
    assert.deepEqual(await readdir(root), []);
  });

  it('follows the last of many calls', async () => {
    await setUser('onFocusChange');
    const hold = newHold();
    await Promise.all([true, false, true].map((isHolding) => hold.set(isHolding)));
    assert.equal(userValue(), 'off');
    await Promise.all([false, true, false].map((isHolding) => hold.set(isHolding)));
    assert.equal(userValue(), 'onFocusChange');
  });

  it('stays off until the last window has none', async () => {
    await setUser('onFocusChange');
    const [one, two] = [newHold(), newHold()];
    await one.set(true);
    await two.set(true);
    await one.set(false);
    assert.equal(userValue(), 'off');
    await two.recover();
    assert.equal(userValue(), 'off');
    await two.set(false);
    assert.equal(userValue(), 'onFocusChange');
  });

  it('is as it was after many windows at once', async () => {
    await setUser('onFocusChange');
    const many = [newHold(), newHold(), newHold(), newHold()];
    await Promise.all(many.map((hold) => hold.set(true)));
    assert.equal(userValue(), 'off');
    await Promise.all(many.map((hold) => hold.set(false)));
    assert.equal(userValue(), 'onFocusChange');
    assert.deepEqual(await files(), []);
    assert.deepEqual(log.errors, []);
  });

  it('is put back by the next window after one that was killed', async () => {
    await setUser('onFocusChange');
    const killed = newHold(deadProcess);
    await killed.set(true);
    killed.dispose();
    assert.equal(userValue(), 'off');
    await newHold().recover();
    assert.equal(userValue(), 'onFocusChange');
    assert.deepEqual(await files(), []);
  });

  it('is put back after a restart of the machine, whatever has the process number', async () => {
    await setUser('onFocusChange');
    const restarted = newHold();
    await restarted.set(true);
    restarted.dispose();
    const file = path.join(folder, 'window-1.json');
    const holder = JSON.parse(await readFile(file, 'utf8')) as object;
    await newHold().recover();
    assert.equal(userValue(), 'off');
    await writeFile(file, JSON.stringify({ ...holder, sinceMs: 1 }));
    await newHold().recover();
    assert.equal(userValue(), 'onFocusChange');
  });

  it('goes back to what it was before a window was killed, though another held it next', async () => {
    await setUser('onFocusChange');
    const killed = newHold(deadProcess);
    await killed.set(true);
    killed.dispose();
    const next = newHold();
    await next.set(true);
    await next.set(false);
    assert.equal(userValue(), 'onFocusChange');
    assert.deepEqual(await files(), []);
  });

  it('is left as the user has set it after a window was killed', async () => {
    await setUser('onFocusChange');
    const killed = newHold(deadProcess);
    await killed.set(true);
    killed.dispose();
    await setUser('onWindowChange');
    await newHold().recover();
    assert.equal(userValue(), 'onWindowChange');
    assert.deepEqual(await files(), []);
  });

  for (const value of [undefined, 'onWindowChange']) {
    it(`stays off if the user makes it ${value ?? 'not set'}, which it is afterwards`, async () => {
      await setUser('onFocusChange');
      const [one, two] = [newHold(), newHold()];
      await one.set(true);
      await two.set(true);
      await setUser(value);
      await waitFor('auto save to be off', async () => effective() === 'off');
      await one.set(false);
      assert.equal(effective(), 'off');
      await two.set(false);
      assert.equal(userValue(), value);
      assert.deepEqual(log.errors, []);
    });
  }

  it('is left off by a window that is closed', async () => {
    await setUser('onFocusChange');
    const closed = newHold();
    await closed.set(true);
    closed.dispose();
    assert.equal(userValue(), 'off');
  });

  it('is changed though a window was killed while it held the lock', async () => {
    await setUser('onFocusChange');
    await mkdir(folder);
    const lock = path.join(folder, 'lock');
    await writeFile(lock, `${deadProcess} killed`);
    const hold = newHold();
    await hold.set(true);
    assert.equal(userValue(), 'off');
    await writeFile(lock, `${process.pid} hangs`);
    const longAgo = new Date(Date.now() - 11_000);
    await utimes(lock, longAgo, longAgo);
    await hold.set(false);
    assert.equal(userValue(), 'onFocusChange');
    assert.deepEqual(await readdir(folder), []);
  });

  it('waits for a window that has the lock', async () => {
    await setUser('onFocusChange');
    await mkdir(folder);
    await writeFile(path.join(folder, 'lock'), `${process.pid} works`);
    let looks = 0;
    const hold = newHold(process.pid, () => (looks += 1) > 0);
    const held = hold.set(true);
    await waitFor('the lock to be looked at twice', async () => looks > 1);
    assert.equal(userValue(), 'onFocusChange');
    await rm(path.join(folder, 'lock'));
    await held;
    assert.equal(userValue(), 'off');
    await hold.set(false);
  });

  it('is not touched where what it was cannot be kept, and the next call tries again', async () => {
    await setUser('onFocusChange');
    await writeFile(folder, 'a file where the folder should be');
    const hold = newHold();
    await hold.set(true);
    assert.equal(userValue(), 'onFocusChange');
    assert.match(hold.problem ?? '', /^Auto save could not be turned off\./);
    assert.equal(log.errors.length, 1);
    await rm(folder);
    await hold.recover();
    assert.match(hold.problem ?? '', /^Auto save could not be turned off\./);
    await hold.set(true);
    assert.equal(userValue(), 'off');
    assert.equal(hold.problem, undefined);
    await hold.set(false);
  });

  it('is put back when the settings can be written again', async () => {
    await setUser('onFocusChange');
    const hold = newHold();
    await hold.set(true);
    await beginToEditSettings();
    await hold.set(false);
    assert.match(hold.problem ?? '', /^Auto save could not be turned on again\./);
    assert.deepEqual(await files(), ['saved.json']);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await hold.set(false);
    assert.equal(hold.problem, undefined);
    assert.equal(userValue(), 'onFocusChange');
  });

  it('is turned off as soon as the settings can be written', async () => {
    await setUser('onFocusChange');
    await beginToEditSettings();
    const hold = newHold();
    await hold.set(true);
    assert.match(hold.problem ?? '', /^Auto save could not be turned off\./);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await setIn('editor', 'tabSize', 7);
    await waitFor('auto save to be off', async () => effective() === 'off');
    await setIn('editor', 'tabSize', undefined);
    await hold.set(false);
    assert.equal(userValue(), 'onFocusChange');
    assert.equal(hold.problem, undefined);
  });

  it('may be on all the same, by the workspace or for a language', async () => {
    await setUser('onFocusChange');
    const hold = newHold();
    await hold.set(true);
    const document = await vscode.workspace.openTextDocument({ language: 'json', content: '{}' });
    assert.equal(hold.overriddenBy(document), undefined);
    const of = vscode.workspace.getConfiguration('files', document);
    try {
      await of.update('autoSave', 'afterDelay', vscode.ConfigurationTarget.Global, true);
      assert.equal(hold.overriddenBy(document), 'language');
      assert.equal(hold.overriddenBy(), undefined);
      await setInWorkspace('afterDelay');
      assert.equal(hold.overriddenBy(), 'workspace');
      await setInWorkspace('off');
      assert.equal(hold.overriddenBy(), undefined);
    } finally {
      await setInWorkspace(undefined);
      await of.update('autoSave', undefined, vscode.ConfigurationTarget.Global, true);
      await hold.set(false);
    }
  });
});

function userValue(): unknown {
  return vscode.workspace.getConfiguration('files').inspect('autoSave')?.globalValue;
}

function effective(): unknown {
  return vscode.workspace.getConfiguration('files').get('autoSave');
}

async function setUser(value: unknown): Promise<void> {
  await setIn('files', 'autoSave', value);
}

async function setInWorkspace(value: unknown): Promise<void> {
  await setIn('files', 'autoSave', value, vscode.ConfigurationTarget.Workspace);
}

async function setIn(
  section: string,
  name: string,
  value: unknown,
  target = vscode.ConfigurationTarget.Global,
): Promise<void> {
  await vscode.workspace.getConfiguration(section).update(name, value, target);
}

/** VS Code does not write settings that have unsaved changes in an editor. */
async function beginToEditSettings(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettingsJson');
  const editor = vscode.window.activeTextEditor;
  assert.match(editor?.document.getText() ?? '', /files\.autoSave/);
  await editor?.edit((edit) => edit.insert(new vscode.Position(0, 0), ' '));
  assert.equal(editor?.document.isDirty, true);
}

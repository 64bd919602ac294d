import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TASK_NAMES, TASKS, tierFor, TIERS } from '../../../src/core/tasks';
import { repositoryRoot } from '../../workbench/repository';

interface TaskSetting {
  readonly additionalProperties: boolean;
  readonly properties: Readonly<Record<string, { default: string; enum: readonly string[] }>>;
}

describe('tasks', () => {
  it('have the tiers that users know', () => {
    const tiers = TASK_NAMES.map((task) => [task, tierFor(task, {})]);
    assert.deepEqual(Object.fromEntries(tiers), {
      chat: 'standard',
      explain: 'quick',
      refactor: 'deep',
      fix: 'standard',
      tests: 'standard',
      document: 'quick',
      screenshot: 'standard',
    });
  });

  it('take the tier that the user has set, each its own', () => {
    const setting = { fix: 'deep', chat: 'quick' };
    assert.equal(tierFor('fix', setting), 'deep');
    assert.equal(tierFor('chat', setting), 'quick');
    assert.equal(tierFor('tests', setting), 'standard');
  });

  it('keep their own where the setting makes no sense', () => {
    for (const setting of [undefined, null, 'deep', 7, [], ['deep'], { refactor: 'huge' }]) {
      assert.equal(tierFor('refactor', setting), 'deep', JSON.stringify(setting));
    }
    assert.equal(tierFor('fix', { fix: null }), 'standard');
  });

  it('stand in the manifest with their tiers, but for the chat, whose model has a setting', () => {
    const manifest = JSON.parse(
      readFileSync(path.join(repositoryRoot, 'package.json'), 'utf8'),
    ) as {
      contributes: { configuration: { properties: Record<string, TaskSetting> } };
    };
    const setting = manifest.contributes.configuration.properties['stanza.tasks'];
    assert.ok(setting);
    assert.equal(setting.additionalProperties, false);
    const others = TASK_NAMES.filter((task) => task !== 'chat');
    const expected = others.map((task) => [task, { default: TASKS[task].tier, tiers: TIERS }]);
    const actual = Object.entries(setting.properties).map(([task, each]) => [
      task,
      { default: each.default, tiers: each.enum },
    ]);
    assert.deepEqual(actual, expected);
  });
});

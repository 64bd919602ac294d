import assert from 'node:assert/strict';
import { Catalogue } from '../../../src/core/models/catalogue';
import type { Tier } from '../../../src/core/ports';
import { chooseModel } from '../../../src/core/routing';
import { MemoryLog, settingsOf } from '../fakes';

describe('chooseModel', () => {
  const catalogue = new Catalogue(() => Promise.reject(new Error('offline')), new MemoryLog());

  it('takes the standard tier for the chat, and the model that its setting names', async () => {
    const asked: Tier[] = [];
    const settings = settingsOf((tier) => {
      asked.push(tier);
      return 'opus';
    });
    const { tier, model } = await chooseModel('chat', settings, catalogue);
    assert.equal(tier, 'standard');
    assert.deepEqual(asked, ['standard']);
    assert.equal(model.id, 'claude-opus-5-5');
  });

  it('reads the setting anew for every choice', async () => {
    let value = 'haiku';
    const settings = settingsOf(() => value);
    await chooseModel('chat', settings, catalogue);
    value = 'claude-fable-5-1';
    assert.equal((await chooseModel('chat', settings, catalogue)).model.id, 'claude-fable-5-1');
  });
});

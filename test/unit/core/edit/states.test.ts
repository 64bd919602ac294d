import assert from 'node:assert/strict';
import { States } from '../../../../src/core/edit/states';

const HUNK = { id: 1, start: 1, end: 2, old: ['two'] };
const SHOWN = ['one', 'TWO'];

describe('the states of a document', () => {
  it('are known by their texts alone', () => {
    const states = new States();
    assert.ok(states.isEmpty);
    states.remember(SHOWN, [HUNK]);
    states.remember(['one', 'two'], []);
    assert.deepEqual(states.find([...SHOWN]), [HUNK]);
    assert.deepEqual(states.find(['one', 'two']), []);
    assert.equal(states.find(['one']), undefined);
  });

  it('show no hunk again that was accepted as it is', () => {
    const states = new States();
    states.remember(SHOWN, [HUNK]);
    states.remember(['one', 'Two'], [HUNK]);
    states.accept(SHOWN, HUNK);
    assert.deepEqual(states.find(SHOWN), []);
    assert.deepEqual(states.find(['one', 'Two']), [HUNK]);
  });

  it('are forgotten in the order in which they were', () => {
    const states = new States();
    for (let count = 0; count <= 500; count += 1) states.remember([`${count}`], []);
    assert.equal(states.find(['0']), undefined);
    assert.deepEqual(states.find(['1']), []);
  });
});

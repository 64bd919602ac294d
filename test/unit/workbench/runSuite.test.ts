import assert from 'node:assert/strict';
import { judge } from '../../workbench/runSuite';

describe('how a suite is judged', () => {
  const suite = { hasResults: true, limitMs: 60_000 };
  const ended = { code: 0, late: false };
  const results = { passed: 3, failed: 0, finished: true };

  it('takes the counts of a suite that ended well', () => {
    assert.deepEqual(judge(suite, ended, results), { counts: { passed: 3, failed: 0 } });
  });

  it('takes the counts of a suite whose tests failed', () => {
    const { counts } = judge(suite, { ...ended, code: 1 }, { ...results, failed: 2 });
    assert.deepEqual(counts, { passed: 3, failed: 2 });
  });

  it('fails a suite that ran no test', () => {
    const { counts, complaint } = judge(suite, ended, { passed: 0, failed: 0, finished: true });
    assert.deepEqual(counts, { passed: 0, failed: 1 });
    assert.equal(complaint, 'ran no test');
  });

  it('fails a suite that ended in its middle, even with exit code 0', () => {
    const { counts } = judge(suite, ended, { ...results, finished: false });
    assert.deepEqual(counts, { passed: 3, failed: 1 });
  });

  it('fails a suite that left no results', () => {
    assert.deepEqual(judge(suite, { ...ended, code: 1 }, undefined).counts, {
      passed: 0,
      failed: 1,
    });
  });

  it('fails a suite that passed but ended badly', () => {
    const { counts } = judge(suite, { ...ended, code: 1 }, results);
    assert.deepEqual(counts, { passed: 3, failed: 1 });
  });

  it('fails a suite that had to be ended', () => {
    const { counts } = judge(suite, { code: null, late: true }, { ...results, finished: false });
    assert.deepEqual(counts, { passed: 3, failed: 1 });
  });

  it('counts a suite without results as one test', () => {
    const check = { ...suite, hasResults: false };
    assert.deepEqual(judge(check, ended, undefined).counts, { passed: 1, failed: 0 });
    assert.deepEqual(judge(check, { ...ended, code: 2 }, undefined).counts, {
      passed: 0,
      failed: 1,
    });
  });
});

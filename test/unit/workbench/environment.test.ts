import assert from 'node:assert/strict';
import { cleanEnvironment, unsetForeign } from '../../workbench/environment';

describe('the environment of a VS Code that we start', () => {
  const around = { PATH: '/bin', ANTHROPIC_API_KEY: 'secret', VSCODE_PID: '1', ELECTRON_RUN: '1' };

  it('holds no key, no endpoint and no other VS Code', () => {
    assert.deepEqual(cleanEnvironment({}, around), { PATH: '/bin' });
  });

  it('holds what is given on purpose', () => {
    const cleaned = cleanEnvironment({ ANTHROPIC_API_KEY: 'given', EMPTY: undefined }, around);
    assert.deepEqual(cleaned, { PATH: '/bin', ANTHROPIC_API_KEY: 'given' });
  });

  it('can be told to a program that adds our own', () => {
    assert.deepEqual(
      { ...around, ...unsetForeign(around) },
      {
        PATH: '/bin',
        ANTHROPIC_API_KEY: undefined,
        VSCODE_PID: undefined,
        ELECTRON_RUN: undefined,
      },
    );
  });
});

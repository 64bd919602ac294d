import assert from 'node:assert/strict';
import { languageIdOf } from '../../../src/shared/languages';

describe('the id of a language', () => {
  for (const [name, id] of Object.entries({
    ts: 'typescript',
    TSX: 'typescriptreact',
    bash: 'shellscript',
    'C++': 'cpp',
    python: 'python',
    yml: 'yaml',
    constructor: 'constructor',
  })) {
    it(`of ${name} is ${id}`, () => assert.equal(languageIdOf(name), id));
  }
});

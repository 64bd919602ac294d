import assert from 'node:assert/strict';
import { screenCustomFor } from '../../../../src/core/screenshot/screenCustoms';
import { FRAMEWORKS, LANGUAGES } from '../../../../src/core/screenshot/stack';
import { ecosystemOf } from '../../../../src/core/screenshot/survey';

describe('screenCustomFor', () => {
  it('gives only extensions that a survey counts', () => {
    for (const framework of FRAMEWORKS) {
      for (const language of LANGUAGES) {
        for (const extension of screenCustomFor(framework, language).extensions) {
          assert.ok(ecosystemOf(extension), `${framework}: ${extension}`);
        }
      }
    }
  });

  it('goes by the language where there is a choice', () => {
    assert.deepEqual(screenCustomFor('react', 'typescript').extensions, ['tsx']);
    assert.deepEqual(screenCustomFor('react', 'javascript').extensions, ['jsx', 'js']);
    assert.deepEqual(screenCustomFor('flutter', undefined).extensions, ['dart']);
  });

  it('names the homes of screens in lower case', () => {
    for (const framework of FRAMEWORKS) {
      const { homes } = screenCustomFor(framework, undefined);
      assert.deepEqual(
        homes,
        homes.map((each) => each.toLowerCase()),
      );
    }
  });
});

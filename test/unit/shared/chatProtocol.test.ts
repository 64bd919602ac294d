import assert from 'node:assert/strict';
import * as v from 'valibot';
import { ViewMessage } from '../../../src/shared/chatProtocol';

describe('ViewMessage', () => {
  const messages: readonly ViewMessage[] = [
    { type: 'ready' },
    { type: 'send', draftId: 1, text: 'Hello\n' },
    { type: 'stop' },
    { type: 'retry' },
    { type: 'newConversation' },
    { type: 'setApiKey' },
    { type: 'openSettings' },
    { type: 'openLink', href: 'https://example.com/' },
    { type: 'shown', number: 12 },
    { type: 'openLines', turnId: 'turn-1' },
    { type: 'useCode', use: 'apply', code: 'let a;\n', language: 'ts', path: 'src/a.ts' },
    { type: 'useCode', use: 'newFile', code: '', language: '', path: '' },
  ];
  for (const message of messages) {
    it(`accepts ${message.type} as the view sends it`, () => {
      assert.deepEqual(v.parse(ViewMessage, structuredClone(message)), message);
    });
  }

  it('drops fields that no message has', () => {
    const parsed = v.parse(ViewMessage, { type: 'stop', command: 'workbench.action.quit' });
    assert.deepEqual(parsed, { type: 'stop' });
  });

  for (const [what, value] of Object.entries({
    nothing: undefined,
    null: null,
    text: 'ready',
    'no type': {},
    'an unknown type': { type: 'runCommand', command: 'x' },
    'a text that is none': { type: 'send', draftId: 1, text: { toString: 'x' } },
    'a draft without its text': { type: 'send', draftId: 1 },
    'a draft id that is no number': { type: 'send', draftId: '1', text: 'Hello' },
    'a link that is none': { type: 'openLink', href: ['https://example.com/'] },
    'a use of code that is none': { type: 'useCode', use: 'run', code: '', language: '', path: '' },
    'code that is no text': { type: 'useCode', use: 'apply', code: {}, language: '', path: '' },
    'a number that is none': { type: 'shown', number: NaN },
  })) {
    it(`rejects ${what}`, () => assert.ok(!v.is(ViewMessage, value)));
  }
});

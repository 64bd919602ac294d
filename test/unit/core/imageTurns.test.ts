import assert from 'node:assert/strict';
import { promptTokens } from '../../../src/core/cost/usage';
import { prepare } from '../../../src/core/preparation';
import { beginTurn } from '../../../src/core/turn';
import { imageBlock } from '../../../src/core/vision/imageBlock';
import { pieceOf } from '../images';
import { simulatorForEach } from './support';
import { answer, endOf, partsFor, say } from './turnParts';

const SCREEN = imageBlock(pieceOf(1120, 560));
const SCREEN_TOKENS = 40 * 20;

describe('turns with images', () => {
  const simulator = simulatorForEach();

  it('are foreseen with the tokens that are billed', async () => {
    const parts = partsFor(simulator());
    const conversation = parts.store.create();
    const draft = { text: 'What is wrong here?', images: [SCREEN] };
    const bare = await prepare(parts, conversation, { draft: { text: draft.text } });
    const { prepared } = await prepare(parts, conversation, { draft });
    assert.equal(prepared.prompt.imageTokens, SCREEN_TOKENS);
    const more = prepared.forecast.promptTokens - bare.prepared.forecast.promptTokens;
    assert.ok(Math.abs(more - SCREEN_TOKENS) < 60, `${more}`);
    await beginTurn(parts, conversation, draft);
    await answer(parts, conversation);
    const { usage } = endOf(conversation);
    assert.ok(usage);
    const foreseen = prepared.forecast.promptTokens / promptTokens(usage);
    assert.ok(foreseen > 0.9 && foreseen < 1.25, `${foreseen}`);
    const [row] = await parts.ledger.recent();
    assert.equal(row?.imageTokens, SCREEN_TOKENS);
  });

  it('send the same bytes again, in front of the words', async () => {
    const parts = partsFor(simulator());
    const conversation = parts.store.create();
    await beginTurn(parts, conversation, { text: 'Look.', images: [SCREEN] });
    await answer(parts, conversation);
    await say(parts, conversation, 'And now?');
    const again = await parts.store.load(conversation.id);
    assert.ok(again);
    assert.deepEqual(
      again.turns.map(({ prompt }) => prompt),
      conversation.turns.map(({ prompt }) => prompt),
    );
    assert.equal(again.title, 'Look.');
    const { prepared } = await prepare(parts, again, { draft: { text: 'More' } });
    const [first] = prepared.request.messages;
    assert.deepEqual(Array.isArray(first?.content) && first.content.map(({ type }) => type), [
      'image',
      'text',
    ]);
    assert.deepEqual(Array.isArray(first?.content) && first.content[0], SCREEN);
    const warm = prepared.plan.split.read;
    assert.ok(warm > 0.6, `what was sent is read from the cache: ${warm}`);
  });

  it('leave out of what follows an image that the API rejects', async () => {
    const parts = partsFor(simulator());
    const conversation = parts.store.create();
    const data = Buffer.from('no picture at all').toString('base64');
    const broken = imageBlock({ mediaType: 'image/png', width: 9, height: 9, data });
    await beginTurn(parts, conversation, { text: 'Look.', images: [broken] });
    await answer(parts, conversation);
    assert.equal(endOf(conversation).outcome.type, 'failed');
    await say(parts, conversation, 'Never mind.');
    assert.equal(endOf(conversation).outcome.type, 'done');
  });
});

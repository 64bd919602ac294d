import assert from 'node:assert/strict';
import { costUsd } from '../../../../src/core/cost/cost';
import { BUNDLED_MODELS, bundledModel } from '../../../../src/core/models/table';
import type { Model } from '../../../../src/core/models/model';
import { costUsd as simulatedUsd } from '../../../simulator/bill';
import { models } from '../../../simulator/modelTable';
import { apiOf, assertUsd, simulatorForEach, usageOf } from '../support';

/** The table and the simulator were written apart from each other, from the same sources. */
describe('the bundled table beside the simulator', () => {
  const simulator = simulatorForEach({ verifiedOrganization: true });

  it('has exactly the models that the API lists, with the same facts', async () => {
    const listed = await apiOf(simulator()).listModels(new AbortController().signal);
    assert.deepEqual(
      BUNDLED_MODELS.map(({ pricing: _pricing, ...facts }) => facts),
      listed.map((info) => ({
        id: info.id,
        displayName: info.display_name,
        line: info.line,
        lifecycle: info.lifecycle,
        releasedAtMs: Date.parse(info.created_at),
        maxOutputTokens: info.max_tokens,
        maxInputTokens: info.max_input_tokens,
        adaptiveThinking: info.capabilities?.thinking.types.adaptive.supported,
        ...untoldFacts(info.id),
      })),
    );
  });

  for (const model of models.filter(({ lifecycle }) => lifecycle !== 'retired')) {
    it(`has the same prices for ${model.id}`, () => {
      for (const readTokens of [10_000, 96_400, 96_401, 800_000]) {
        for (const usOnly of model.inferenceGeo ? [false, true] : [false]) {
          const billed = {
            inputTokens: 100,
            write5mTokens: 2000,
            write1hTokens: 1500,
            readTokens,
            outputTokens: 700,
          };
          const usage = usageOf({
            input_tokens: 100,
            cache_creation_input_tokens: 3500,
            cache_creation: { ephemeral_5m_input_tokens: 2000, ephemeral_1h_input_tokens: 1500 },
            cache_read_input_tokens: readTokens,
            output_tokens: 700,
            inference_geo: usOnly ? 'us' : 'global',
          });
          assertUsd(
            costUsd(usage, bundledModel(model.id)?.pricing),
            simulatedUsd(model, billed, { fast: false, usOnly }),
            `${readTokens} tokens read`,
          );
        }
      }
    });

    it(`knows ${model.id} by every other name`, () => {
      for (const alias of model.aliases) assert.equal(bundledModel(alias)?.id, model.id);
    });
  }

  it('knows no model that requests can no longer reach', () => {
    const retired = models.filter(({ lifecycle }) => lifecycle === 'retired');
    assert.ok(retired.length > 0);
    for (const { id, aliases } of retired) {
      for (const name of [id, ...aliases]) assert.equal(bundledModel(name), undefined);
    }
  });
});

/** What `GET /v1/models` does not tell, as the simulator acts on it. */
function untoldFacts(id: string): Partial<Model> {
  const model = models.find((each) => each.id === id);
  assert.ok(model);
  const { minCacheableTokens, imageTier, forcedToolChoice, prefill, systemMessages } = model;
  return { minCacheableTokens, imageTier, forcedToolChoice, prefill, systemMessages };
}

describe('the bundled table', () => {
  it('ends every list of bands without a limit, and in ascending order', () => {
    for (const { id, pricing } of BUNDLED_MODELS) {
      const limits = pricing?.bands.map(({ maxPromptTokens }) => maxPromptTokens) ?? [];
      assert.equal(limits.at(-1), Infinity, id);
      assert.deepEqual(
        limits,
        limits.toSorted((a, b) => a - b),
        id,
      );
    }
  });

  it('names every model once', () => {
    const ids = BUNDLED_MODELS.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });
});

import type { ModelInfo } from '@anthropic-ai/sdk/resources/models';
import assert from 'node:assert/strict';
import { Catalogue, modelById } from '../../../../src/core/models/catalogue';
import { PriceBook } from '../../../../src/core/models/prices';
import { MemoryLog } from '../../fakes';
import { apiOf, simulatorForEach } from '../support';

function offline(): never {
  throw new Error('offline');
}

describe('Catalogue', () => {
  const simulator = simulatorForEach();
  let infos: readonly ModelInfo[];
  let asked: number;
  let log: MemoryLog;

  beforeEach(async () => {
    infos = await apiOf(simulator()).listModels(new AbortController().signal);
    asked = 0;
    log = new MemoryLog();
  });

  /** A catalogue of this list, or of none where it is an error. */
  function catalogueOf(list: () => readonly ModelInfo[]): Catalogue {
    return new Catalogue(() => {
      asked += 1;
      return Promise.resolve([...list()]);
    }, log);
  }

  function change(id: string, fields: Partial<ModelInfo>): ModelInfo[] {
    assert.ok(infos.some((info) => info.id === id));
    return infos.map((info) => (info.id === id ? { ...info, ...fields } : info));
  }

  async function idOf(lineOrId: string, list = infos): Promise<string> {
    return (await catalogueOf(() => list).resolve(lineOrId)).id;
  }

  for (const [source, list] of [
    ['the list of the API', () => infos],
    ['the bundled table, when the list cannot be had', offline],
  ] as const) {
    it(`resolves a line to its newest active model, from ${source}`, async () => {
      const catalogue = catalogueOf(list);
      for (const [line, id] of [
        ['haiku', 'claude-haiku-5-5'],
        ['sonnet', 'claude-sonnet-5-5'],
        ['opus', 'claude-opus-5-5'],
        ['fable', 'claude-fable-5-2'],
      ] as const) {
        assert.equal((await catalogue.resolve(line)).id, id);
      }
    });

    it(`resolves an id and an alias, from ${source}`, async () => {
      const catalogue = catalogueOf(list);
      assert.equal((await catalogue.resolve('claude-opus-4-7')).id, 'claude-opus-4-7');
      const model = await catalogue.resolve('claude-haiku-4-5');
      assert.equal(model.id, 'claude-haiku-4-5-20251001');
      assert.ok(model.pricing);
    });

    it(`lets an id choose a deprecated model, from ${source}`, async () => {
      const model = await catalogueOf(list).resolve('claude-sonnet-4-5-20250929');
      assert.equal(model.lifecycle, 'deprecated');
    });

    it(`passes an unknown id on, unpriced, from ${source}`, async () => {
      const model = await catalogueOf(list).resolve('claude-opus-9-preview');
      assert.equal(model.id, 'claude-opus-9-preview');
      assert.equal(model.pricing, undefined);
      assert.equal(model.adaptiveThinking, false);
      assert.ok(model.maxOutputTokens > 0);
    });
  }

  it('goes by the day of release, not by the place in the list', async () => {
    assert.equal(await idOf('sonnet', infos.toReversed()), 'claude-sonnet-5-5');
    const younger = change('claude-sonnet-4-6', { created_at: '2026-11-20T00:00:00Z' });
    assert.equal(await idOf('sonnet', younger), 'claude-sonnet-4-6');
  });

  it('does not choose deprecated and retired models for a line', async () => {
    const list = change('claude-sonnet-5-5', { lifecycle: 'deprecated' });
    assert.equal(await idOf('sonnet', list), 'claude-sonnet-5');
    assert.equal(
      await idOf('sonnet', change('claude-sonnet-5-5', { lifecycle: 'retired' })),
      'claude-sonnet-5',
    );
  });

  it('takes a model of a new generation from the list, unpriced', async () => {
    const [template] = infos;
    assert.ok(template);
    const next = {
      ...template,
      id: 'claude-sonnet-6',
      display_name: 'Claude Sonnet 6',
      line: 'sonnet',
      created_at: '2026-12-01T00:00:00Z',
      max_tokens: 256_000,
    } as const;
    const model = await catalogueOf(() => [next, ...infos]).resolve('sonnet');
    assert.equal(model.id, 'claude-sonnet-6');
    assert.equal(model.displayName, 'Claude Sonnet 6');
    assert.equal(model.maxOutputTokens, 256_000);
    assert.equal(model.adaptiveThinking, true);
    assert.equal(model.pricing, undefined);
  });

  it('lets a model without a line be reached by its id alone', async () => {
    const list = change('claude-sonnet-5-5', { line: null });
    assert.equal(await idOf('sonnet', list), 'claude-sonnet-5');
    assert.equal(await idOf('claude-sonnet-5-5', list), 'claude-sonnet-5-5');
  });

  it('assumes no thinking where the capabilities are not told', async () => {
    const list = change('claude-sonnet-5-5', { capabilities: null, max_tokens: null });
    const model = await catalogueOf(() => list).resolve('sonnet');
    assert.equal(model.adaptiveThinking, false);
    assert.equal(model.maxOutputTokens, 128_000);
  });

  it('falls back on the bundled table for a line that the list does not have', async () => {
    assert.equal(await idOf('sonnet', []), 'claude-sonnet-5-5');
  });

  it('takes the length of the context from the list, and from the table where it is not told', async () => {
    const told = change('claude-sonnet-5-5', { max_input_tokens: 2_000_000 });
    assert.equal((await catalogueOf(() => told).resolve('sonnet')).maxInputTokens, 2_000_000);
    const untold = change('claude-sonnet-5-5', { max_input_tokens: null });
    assert.equal((await catalogueOf(() => untold).resolve('sonnet')).maxInputTokens, 1_000_000);
  });

  it('gives every model the price that holds for the user, an unknown one too', async () => {
    const price = { input: 7, output: 9 };
    const prices = new PriceBook(() => ({ 'claude-haiku-4-5': price, 'claude-next': price }));
    const catalogue = new Catalogue(() => Promise.resolve([...infos]), log, prices);
    const inputRateOf = async (id: string): Promise<number | undefined> =>
      (await catalogue.resolve(id)).pricing?.bands[0].rates.input;
    assert.equal(await inputRateOf('claude-haiku-4-5-20251001'), 7);
    assert.equal(await inputRateOf('claude-haiku-4-5'), 7);
    assert.equal(await inputRateOf('claude-next'), 7);
    assert.equal(await inputRateOf('claude-opus-5-5'), 4);
  });

  it('asks for the list once', async () => {
    const catalogue = catalogueOf(() => infos);
    await Promise.all([catalogue.resolve('opus'), catalogue.resolve('haiku')]);
    await catalogue.resolve('sonnet');
    assert.equal(asked, 1);
  });

  it('asks again after a reset, since another key may see other models', async () => {
    let list = infos;
    const catalogue = catalogueOf(() => list);
    await catalogue.resolve('sonnet');
    list = infos.filter(({ id }) => id !== 'claude-sonnet-5-5');
    catalogue.reset();
    assert.equal((await catalogue.resolve('sonnet')).id, 'claude-sonnet-5');
  });

  it('asks again on the next turn when the list could not be had', async () => {
    let list: () => readonly ModelInfo[] = offline;
    const catalogue = catalogueOf(() => list());
    await catalogue.resolve('sonnet');
    assert.equal(log.errors.length, 1);
    list = () => infos.filter(({ id }) => id !== 'claude-sonnet-5-5');
    assert.equal((await catalogue.resolve('sonnet')).id, 'claude-sonnet-5');
    assert.equal(asked, 2);
  });
});

describe('modelById', () => {
  it('knows the price of a model by any of its ids, and of no other', () => {
    assert.ok(modelById('claude-opus-5-5').pricing);
    assert.equal(modelById('claude-opus-4-5').id, 'claude-opus-4-5-20251101');
    assert.equal(modelById('gpt-7').pricing, undefined);
    assert.equal(modelById('gpt-7').displayName, 'gpt-7');
  });
});

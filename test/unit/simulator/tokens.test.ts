import assert from 'node:assert/strict';
import { fit, sizeOfImage, visualTokens } from '../../simulator/images';
import { eachTest, imageBlock, textOfTokens } from './support';

describe('image tokens', () => {
  const rows: readonly (readonly [number, number, number, number])[] = [
    [1920, 1080, 2691, 1560],
    [28, 28, 1, 1],
    [29, 28, 2, 2],
    [1000, 1000, 1296, 1296],
    [3840, 2160, 4784, 1560],
  ];
  for (const [width, height, large, standard] of rows) {
    it(`${width}x${height}`, () => {
      const size = { width, height, mediaType: 'image/png' } as const;
      assert.equal(visualTokens(size, 'standard'), standard);
      assert.ok(visualTokens(size, 'large') <= large);
      assert.ok(visualTokens(size, 'large') > large * 0.97);
      const fitted = fit(size, 'large');
      assert.ok(Math.max(fitted.width, fitted.height) <= 2576);
    });
  }

  it('reads the size of each format', () => {
    const jpeg = Buffer.from('ffd8ffe000044a46ffc0001108012c01900301', 'hex');
    const gif = Buffer.from('474946383961900140010000', 'hex');
    const webp = Buffer.alloc(30);
    webp.write('RIFF', 0);
    webp.write('WEBPVP8X', 8);
    webp.writeUIntLE(399, 24, 3);
    webp.writeUIntLE(299, 27, 3);
    assert.deepEqual(sizeOfImage(Buffer.concat([jpeg, Buffer.alloc(9)])), {
      width: 400,
      height: 300,
      mediaType: 'image/jpeg',
    });
    assert.deepEqual(sizeOfImage(gif), { width: 400, height: 320, mediaType: 'image/gif' });
    assert.deepEqual(sizeOfImage(webp), { width: 400, height: 300, mediaType: 'image/webp' });
    assert.equal(sizeOfImage(Buffer.from('neither')), null);
  });
});

describe('counting tokens', () => {
  const { client, simulator } = eachTest();
  const count = async (model: string, content: string, system = ''): Promise<number> => {
    const body = { model, system, messages: [{ role: 'user' as const, content }] };
    return (await client().messages.countTokens(body)).input_tokens;
  };

  it('agrees with the usage of the same request', async () => {
    const prompt = {
      model: 'claude-opus-5-5',
      system: 'Answer briefly.',
      tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object' as const } }],
      messages: [
        {
          role: 'user' as const,
          content: [imageBlock(640, 480), { type: 'text' as const, text: 'What is it?' }],
        },
        {
          role: 'assistant' as const,
          content: [
            { type: 'tool_use' as const, id: 'toolu_1', name: 'look', input: { deep: true } },
          ],
        },
        {
          role: 'user' as const,
          content: [{ type: 'tool_result' as const, tool_use_id: 'toolu_1', content: 'A cat.' }],
        },
      ],
    };
    const { input_tokens: counted } = await client().messages.countTokens(prompt);
    const { usage } = await client().messages.create({ ...prompt, max_tokens: 500 });
    assert.equal(usage.input_tokens, counted);
    assert.ok(counted > 286 + 23 * 18);
    assert.deepEqual(simulator().bill().rows.length, 1);
  });

  it('is about 30 % higher with the newer tokenizer', async () => {
    const text = textOfTokens(10_000);
    const ratio = (await count('claude-opus-4-7', text)) / (await count('claude-opus-4-6', text));
    assert.ok(Math.abs(ratio - 1.3) < 0.01, `ratio ${ratio}`);
  });

  it('adds up over blocks, and does not care how messages are cut', async () => {
    const empty = await count('claude-opus-5-5', 'x');
    const one = await count('claude-opus-5-5', textOfTokens(100));
    const two = await client().messages.countTokens({
      model: 'claude-opus-5-5',
      messages: [
        { role: 'user', content: textOfTokens(100) },
        { role: 'user', content: textOfTokens(100) },
      ],
    });
    assert.equal(two.input_tokens - one, one - empty + 1);
  });

  it('knows no parameter of the answer', async () => {
    const body = {
      model: 'claude-opus-5-5',
      max_tokens: 9,
      messages: [{ role: 'user' as const, content: 'x' }],
    };
    await assert.rejects(
      client().messages.countTokens(body),
      /max_tokens: Extra inputs are not permitted/,
    );
    const forced = {
      model: 'claude-opus-5-5',
      messages: [{ role: 'user' as const, content: 'x' }],
      tools: [{ name: 'look', input_schema: { type: 'object' as const } }],
      tool_choice: { type: 'any' as const },
    };
    await assert.rejects(client().messages.countTokens(forced), /are not supported for this model/);
  });
});

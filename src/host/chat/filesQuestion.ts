import { tokenPrices } from '../../core/cost/cost';
import { CHARACTERS_PER_TOKEN } from '../../core/cost/usage';
import type { PreparationParts } from '../../core/preparation';
import type { FilesQuestion } from '../../shared/chatProtocol';

/** What a conversation would send of the workspace; undefined where there is nothing to send. */
export async function filesQuestion({
  briefing,
  catalogue,
  settings,
}: PreparationParts): Promise<FilesQuestion | undefined> {
  const { prefix, leftOut, mapped } = await briefing.snapshot();
  const blocks = prefix.blocks.filter(({ part }) => part !== 'instructions');
  if (blocks.length === 0) return undefined;
  const tokens = tokensOf(blocks.reduce((sum, { text }) => sum + text.length, 0));
  const prices = tokenPrices(await catalogue.resolve(settings.model('standard')), tokens);
  return {
    files: prefix.files.map(({ path, start, end }) => ({ path, tokens: tokensOf(end - start) })),
    mapped,
    leftOut: leftOut.length,
    tokens,
    firstUsd: prices && tokens * prices.write1h,
    laterUsd: prices && tokens * prices.read,
  };
}

function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

import { readImages } from '../screenshot/imageFiles';
import { screenshotArguments } from './arguments';
import type { CommandParts } from './commandParts';

/** Opens Screenshot to Code, with the images that were named; begins where a file was named too. */
export async function screenshotToCode(
  { screenshots }: CommandParts,
  argument: unknown,
  selected: unknown,
): Promise<void> {
  const { uris, target } = screenshotArguments(argument, selected);
  const files = await readImages(uris);
  const begins = files.length > 0 && target !== undefined;
  await screenshots.show(files, { target, begins });
}

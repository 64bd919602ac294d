import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { models } from '../simulator/modelTable';
import { textTokens } from '../simulator/tokens';
import { openFile } from '../ui/support';
import type { Stage } from '../ui/support';
import { waitFor } from '../workbench/waitFor';
import { newLines, sampleLines, smallEdits } from './editSamples';
import { refactorWith } from './refactoring';
import type { Row } from './table';

const file = 'small.go';
const fileLines = 2_000;
const changedLines = 10;
const goal = 0.05;

/** What a small change of a large file costs against the file written anew. */
export async function measureEditTokens(stage: Stage): Promise<Row> {
  const document = sampleLines(fileLines);
  const onDisk = path.join(stage.folder, file);
  const before = `${document.join('\n')}\n`;
  await writeFile(onDisk, before);
  await openFile(stage, file);
  const text = smallEdits(document);
  const { request } = await refactorWith(stage, { text, wordsPerSecond: 500 }, 1);
  await stage.workbench.runCommand('Stanza: Accept All Changes');
  await stage.workbench.runCommand('File: Save');
  const after = await waitFor('the file to be saved', async () => {
    const saved = await readFile(onDisk, 'utf8');
    return saved === before ? undefined : saved;
  });
  const changed = newLines(document, after.split('\n'));
  if (changed !== changedLines) throw new Error(`${changed} lines have changed.`);
  const model = models.find(({ id }) => id === request.model);
  if (!model) throw new Error(`There is no model ${request.model}.`);
  const answerTokens = request.usage?.outputTokens ?? Number.NaN;
  const fileTokens = textTokens(after, model);
  const share = answerTokens / fileTokens;
  return {
    what: `${changedLines} changed lines in a file of 2,000: output tokens`,
    how: 'three places, as the simulator bills the answer, against the whole file',
    result: `${(share * 100).toFixed(1)} %: ${answerTokens} against ${fileTokens}`,
    goal: 'at most 5 %',
    met: share <= goal,
  };
}

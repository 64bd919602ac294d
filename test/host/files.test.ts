import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LineFiles } from '../../src/host/lineFiles';
import { replaceFile } from '../../src/host/replaceFile';
import { WindowMemory } from '../../src/host/windowMemory';

describe('files on the disk', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stanza-files-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('keeps lines in the order in which they were appended, without waiting', async () => {
    const files = new LineFiles(folder);
    const expected = Array.from({ length: 200 }, (_, index) => `line ${index}`);
    await Promise.all(expected.map((line) => files.append('deep/below/a.jsonl', line)));
    assert.deepEqual(await linesOf(files, 'deep/below/a.jsonl'), expected);
  });

  it('reads nothing where there is no file', async () => {
    assert.deepEqual(await linesOf(new LineFiles(folder), 'none.jsonl'), []);
    assert.deepEqual(await new LineFiles(folder).list('none'), []);
  });

  it('begins a new line behind one that a crash has torn', async () => {
    await appendFile(path.join(folder, 'a.jsonl'), 'whole\ntor');
    const files = new LineFiles(folder);
    await files.append('a.jsonl', 'next');
    assert.deepEqual(await linesOf(files, 'a.jsonl'), ['whole', 'tor', 'next']);
  });

  it('begins a new line behind one that another window has torn meanwhile', async () => {
    const files = new LineFiles(folder);
    await files.append('a.jsonl', 'first');
    await appendFile(path.join(folder, 'a.jsonl'), 'tor');
    await files.append('a.jsonl', 'next');
    assert.deepEqual(await linesOf(files, 'a.jsonl'), ['first', 'tor', 'next']);
  });

  it('reads on from where it was, whole lines alone, however long they are', async () => {
    const files = new LineFiles(folder);
    const long = 'ä'.repeat(400_000);
    for (const line of ['one', long, 'two']) await files.append('a.jsonl', line);
    const first = await piecesOf(files, 0);
    assert.deepEqual(first.lines, ['one', long, 'two']);
    await appendFile(path.join(folder, 'a.jsonl'), 'thr');
    assert.deepEqual(await piecesOf(files, first.end), { lines: [], end: first.end });
    await appendFile(path.join(folder, 'a.jsonl'), 'ee\n');
    assert.deepEqual((await piecesOf(files, first.end)).lines, ['three']);
  });

  it('reads a file anew that has become shorter, for it is another one', async () => {
    const files = new LineFiles(folder);
    for (const line of ['one', 'two', 'three']) await files.append('a.jsonl', line);
    const { end } = await piecesOf(files, 0);
    await writeFile(path.join(folder, 'a.jsonl'), 'new\n');
    assert.deepEqual((await piecesOf(files, end)).lines, ['new']);
  });

  it('tells of a write that fails, and goes on with the next one', async () => {
    await writeFile(path.join(folder, 'taken'), '');
    const files = new LineFiles(folder);
    await assert.rejects(files.append('taken/a.jsonl', 'lost'));
    await rm(path.join(folder, 'taken'));
    await files.append('taken/a.jsonl', 'kept');
    assert.deepEqual(await linesOf(files, 'taken/a.jsonl'), ['kept']);
  });

  it('two windows that append to one file lose nothing', async () => {
    const [one, two] = [new LineFiles(folder), new LineFiles(folder)];
    const long = 'x'.repeat(2000);
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) =>
        (index % 2 === 0 ? one : two).append('shared.jsonl', `${index} ${long}`),
      ),
    );
    const numbers = (await linesOf(one, 'shared.jsonl')).map((line) => {
      assert.ok(line.endsWith(long));
      return Number.parseInt(line, 10);
    });
    assert.deepEqual(
      numbers.toSorted((a, b) => a - b),
      [...Array(100).keys()],
    );
  });

  it('replaces a file as a whole, in two windows at once too, and leaves nothing beside it', async () => {
    const file = path.join(folder, 'below', 'a.json');
    const texts = Array.from({ length: 20 }, (_, index) => `${index} `.repeat(100_000));
    await Promise.all(texts.map((text) => replaceFile(file, text)));
    assert.ok(texts.includes(await readFile(file, 'utf8')));
    await mkdir(path.join(folder, 'below', 'taken', 'full'), { recursive: true });
    await assert.rejects(replaceFile(path.join(folder, 'below', 'taken'), 'lost'));
    assert.deepEqual(await readdir(path.join(folder, 'below')), ['a.json', 'taken']);
  });

  it('a window remembers its conversation and its draft, with a version', async () => {
    const memory = new WindowMemory(folder);
    assert.equal(await memory.draft(), '');
    await Promise.all([
      memory.setConversation('c1'),
      ...Array.from('a draft', (_, end) => memory.setDraft('a draft'.slice(0, end + 1))),
    ]);
    const again = new WindowMemory(folder);
    assert.equal(await again.conversation(), 'c1');
    assert.equal(await again.draft(), 'a draft');
    const text = await readFile(path.join(folder, 'window.json'), 'utf8');
    assert.equal(JSON.parse(text).version, 1);
  });

  it('a window whose memory cannot be read begins anew', async () => {
    await writeFile(path.join(folder, 'window.json'), '{"version": 1, "draft": 7');
    const memory = new WindowMemory(folder);
    assert.equal(await memory.conversation(), undefined);
    await memory.setDraft('new');
    assert.equal(await new WindowMemory(folder).draft(), 'new');
  });
});

async function linesOf(files: LineFiles, name: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of files.read(name)) lines.push(line);
  return lines;
}

async function piecesOf(
  files: LineFiles,
  start: number,
): Promise<{ lines: readonly string[]; end: number }> {
  const lines: string[] = [];
  let end = start;
  for await (const piece of files.readFrom('a.jsonl', start)) {
    lines.push(...piece.lines);
    end = piece.end;
  }
  return { lines, end };
}

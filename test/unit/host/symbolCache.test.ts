import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SymbolCache } from '../../../src/host/workspace/symbolCache';
import { MemoryLog } from '../fakes';

describe('the symbols of a workspace', () => {
  let folder: string;
  let file: string;
  const open: SymbolCache[] = [];
  const sources = new Map<string, string>();
  const reads: string[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stanza-symbols-'));
    file = path.join(folder, 'deep', 'symbols.json');
    sources.clear();
    reads.length = 0;
    for (let index = 0; index < 50; index += 1) {
      sources.set(`f${index}.ts`, `export function made${index}(): void {}\n`);
    }
  });

  afterEach(async () => {
    for (const cache of open.splice(0)) cache.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  function files(): { path: string; bytes: number; modifiedMs: number }[] {
    return [...sources].map(([name, text]) => ({ path: name, bytes: text.length, modifiedMs: 1 }));
  }

  /** A cache, and the promise of its first end. */
  function start(): { cache: SymbolCache; done: Promise<void> } {
    const ended = new EventEmitter();
    const cache = new SymbolCache({
      file,
      read: async (name) => {
        reads.push(name);
        const text = sources.get(name);
        if (text === undefined) throw new Error('It is gone.');
        return new TextEncoder().encode(text);
      },
      onDone: () => ended.emit('end'),
      log: new MemoryLog(),
    });
    open.push(cache);
    cache.follow(files());
    return { cache, done: once(ended, 'end').then(() => undefined) };
  }

  async function saved(): Promise<string> {
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      if (text !== undefined) return text;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  it('are found in the background, one file after the other', async () => {
    const { cache, done } = start();
    assert.deepEqual(cache.symbols('f7.ts'), []);
    await done;
    assert.deepEqual(cache.symbols('f7.ts'), ['made7']);
    assert.equal(reads.length, 50);
  });

  it('are there at once in the next window, which reads only what is new', async () => {
    await start().done;
    const { version } = JSON.parse(await saved()) as { version: number };
    assert.equal(version, 1);
    reads.length = 0;
    sources.set('f3.ts', 'export class Another {}\n');
    sources.delete('f4.ts');
    const { cache, done } = start();
    await done;
    assert.deepEqual(reads, ['f3.ts']);
    assert.deepEqual(cache.symbols('f3.ts'), ['Another']);
    assert.deepEqual(cache.symbols('f4.ts'), []);
    assert.deepEqual(cache.symbols('f5.ts'), ['made5']);
  });

  it('go on with what is newer, also while a file is read', async () => {
    const { cache, done } = start();
    const old = files();
    sources.set('f0.ts', 'export const renewed = 1;\n');
    cache.follow(files());
    await done;
    assert.deepEqual(cache.symbols('f0.ts'), ['renewed']);
    assert.notDeepEqual(old, files());
    assert.equal(reads.length, 50);
  });

  it('are none where a file cannot be read, and where the saved ones are damaged', async () => {
    const gone = start();
    sources.delete('f9.ts');
    await gone.done;
    assert.deepEqual(gone.cache.symbols('f9.ts'), []);
    await saved();
    for (const damage of [
      '',
      '{"version":9,"files":[\n',
      '{"version":1,"files":[\n["f1.ts",7\n[]',
    ]) {
      // What was started before may still be saving to the other file.
      file = path.join(folder, `${damage.length}.json`);
      await writeFile(file, damage);
      reads.length = 0;
      await start().done;
      assert.equal(reads.length, 49);
    }
  });

  it('are looked for no more when the window closes', async () => {
    const { cache } = start();
    cache.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    cache.follow(files());
    assert.ok(reads.length <= 1);
  });
});

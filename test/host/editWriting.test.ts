import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { Edits } from '../../src/host/edit/edits';
import { Review } from '../../src/host/edit/review';
import { EditWriting } from '../../src/host/tasks/editWriting';
import type { LeftOut, WrittenDocument } from '../../src/host/tasks/editWriting';
import { waitFor } from '../workbench/waitFor';

const MAIN = ['<section>', '  <h1>Plan</h1>', '</section>', ''].join('\n');
const STYLE = ['section { color: red; }', 'h1 { color: blue; }', ''].join('\n');

describe('an answer that is written into documents', () => {
  let folder: string;
  let edits: Edits;
  let review: Review;
  let main: WrittenDocument;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'stanza-writing-'));
    edits = new Edits();
    review = new Review(edits);
    main = await written('src/plan.html', MAIN);
    await vscode.window.showTextDocument(main.edited.document, { preview: false });
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    edits.dispose();
    await rm(folder, { recursive: true });
  });

  /** A document of a file, of which all lines are marked. */
  async function written(name: string, text: string): Promise<WrittenDocument> {
    const file = path.join(folder, path.basename(name));
    await writeFile(file, text);
    const edited = edits.open(await vscode.workspace.openTextDocument(file));
    const end = text === '' ? 0 : edited.document.lineCount;
    return { edited, mark: edited.text.mark(0, end), path: name };
  }

  it('changes the file that it is about and others, each of which can be taken back', async () => {
    const style = await written('src/plan.css', STYLE);
    const script = await written('src/plan.ts', '');
    const asked: string[] = [];
    const answer = [
      'Here it is.\n',
      whole('src/plan.css', 'section { margin: 0; }'),
      quoted('src/plan.html', '  <h1>Plan</h1>', '  <h1>Plans</h1>\n  <p>Two of them.</p>'),
      whole('./src\\plan.ts', "export const plan = 'a';\n\nexport const other = 'b';"),
    ].join('');
    const leftOut = await write(new EditWriting(main, openOf(asked, style, script)), answer);
    assert.deepEqual(leftOut, []);
    assert.equal(textOf(style), 'section { margin: 0; }\n');
    assert.equal(textOf(main), MAIN.replace('Plan</h1>', 'Plans</h1>\n  <p>Two of them.</p>'));
    assert.equal(textOf(script), "export const plan = 'a';\n\nexport const other = 'b';\n");
    assert.deepEqual(asked, ['src/plan.css', 'src/plan.ts']);
    assert.deepEqual(edits.pending().length, 3);
    await review.rejectAll();
    assert.deepEqual([main, style, script].map(textOf), [MAIN, STYLE, '']);
  });

  it('replaces all of the file that it is about where it gives that as a whole', async () => {
    for (const name of [' path="src/plan.html"', ' path="./src/plan.html"', '']) {
      const answer = whole('', '<p>\n</p>').replace(' path=""', name);
      assert.deepEqual(await write(new EditWriting(main, openOf([])), answer), []);
      assert.equal(textOf(main), '<p>\n</p>\n', name);
      assert.equal(main.edited.text.changes.length, 1);
      await review.rejectAll();
      assert.equal(textOf(main), MAIN);
    }
  });

  it('keeps the line break at the end of a file, and adds none where there is none', async () => {
    const style = await written('src/plan.css', 'p {\n}');
    const script = await written('src/plan.ts', 'a();\nb();\n');
    const answer = whole('src/plan.css', 'a {\n}') + whole('src/plan.ts', 'c();');
    await write(new EditWriting(main, openOf([], style, script)), answer);
    assert.deepEqual([style, script].map(textOf), ['a {\n}', 'c();\n']);
    await write(new EditWriting(main), '```html\n<p>\n</p>\n```\n');
    assert.equal(textOf(main), '<p>\n</p>\n');
  });

  it('writes two changes of another file into it', async () => {
    const style = await written('src/plan.css', STYLE);
    const answer =
      quoted('src/plan.css', 'h1 { color: blue; }', 'h1 { color: black; }') +
      quoted('src/plan.css', 'section { color: red; }', 'section { color: white; }');
    assert.deepEqual(await write(new EditWriting(main, openOf([], style)), answer), []);
    assert.equal(textOf(style), 'section { color: white; }\nh1 { color: black; }\n');
    assert.equal(textOf(main), MAIN);
  });

  it('leaves a file out that must not be written, and goes on with the next one', async () => {
    const asked: string[] = [];
    const style = await written('src/plan.css', STYLE);
    const answer =
      whole('../secret.txt', 'x') +
      quoted('package.json', '{', '{{') +
      whole('src/plan.css', 'p {}');
    const leftOut = await write(new EditWriting(main, openOf(asked, style)), answer);
    assert.deepEqual(leftOut, ['notAllowed', 'notAllowed']);
    assert.deepEqual(asked, ['../secret.txt', 'package.json', 'src/plan.css']);
    assert.equal(textOf(style), 'p {}\n');
    assert.equal(textOf(main), MAIN);
  });

  it('writes a block of code into the file that it is about, in place of what is marked', async () => {
    const mark = main.edited.text.mark(1, 2);
    const asked: string[] = [];
    const writing = new EditWriting({ ...main, mark }, openOf(asked));
    assert.deepEqual(await write(writing, '```html\n  <h2>Plan</h2>\n```\nThat is it.'), []);
    assert.equal(textOf(main), MAIN.replaceAll('h1', 'h2'));
    assert.deepEqual(asked, []);
  });

  it('leaves other files out where it is asked for one', async () => {
    const answer =
      whole('src/plan.css', 'p {}') +
      quoted('src/plan.css', 'h1', 'h2') +
      quoted('src/plan.html', '</section>', '</section>\n<hr>');
    assert.deepEqual(await write(new EditWriting(main), answer), ['otherFile', 'otherFile']);
    assert.equal(textOf(main), `${MAIN}<hr>\n`);
  });

  it('is added at the end of the one file that it is asked for where it quotes nothing', async () => {
    const answer =
      whole('src/plan.html', '<p>One.</p>') + '<edit>\n<new>\n<p>Two.</p>\n</new>\n</edit>';
    assert.deepEqual(await write(new EditWriting(main), answer), []);
    assert.equal(textOf(main), `${MAIN}<p>One.</p>\n<p>Two.</p>\n`);
  });

  for (const [ending, leftOut] of [
    ['cut', ['cut']],
    ['whole', ['cut']],
    ['broken', []],
  ] as const) {
    it(`keeps the files that are whole and takes back the one that is not: ${ending}`, async () => {
      const style = await written('src/plan.css', STYLE);
      const script = await written('src/plan.ts', '');
      const answer = whole('src/plan.css', 'p {}') + whole('src/plan.ts', 'a();\nb();');
      const writing = new EditWriting(main, openOf([], style, script));
      // What an editor shows is written line by line.
      await vscode.window.showTextDocument(script.edited.document, { preview: false });
      await push(writing, answer.slice(0, answer.indexOf('b();')));
      await waitFor('the first line', async () => textOf(script).includes('a();'));
      await writing.end(ending);
      assert.deepEqual(writing.leftOut, leftOut);
      assert.deepEqual([style, script].map(textOf), ['p {}\n', '']);
    });
  }

  it('ends once the user has taken back what is being written', async () => {
    const style = await written('src/plan.css', STYLE);
    await vscode.window.showTextDocument(style.edited.document, { preview: false });
    const writing = new EditWriting(main, openOf([], style));
    assert.ok(await writing.push('<edit path="src/plan.css">\n<new>\np {}\n'));
    const [hunk] = style.edited.text.hunks;
    assert.ok(hunk?.writing);
    await edits.reject(style.edited, [hunk]);
    assert.equal(await writing.push('h1 {}\n'), false);
    await writing.end('broken');
    assert.deepEqual(writing.leftOut, ['undone']);
    assert.equal(textOf(style), STYLE);
  });
});

/** Opens the documents that there are, and keeps in mind which ones were asked for. */
function openOf(asked: string[], ...documents: readonly WrittenDocument[]) {
  return async (name: string): Promise<WrittenDocument | undefined> => {
    asked.push(name);
    return documents.find((document) => document.path === name);
  };
}

/** Writes an answer that comes to its end, and tells what was left out. */
async function write(writing: EditWriting, answer: string): Promise<readonly LeftOut[]> {
  await push(writing, answer);
  await writing.end('whole');
  return writing.leftOut;
}

async function push(writing: EditWriting, answer: string): Promise<void> {
  for (let start = 0; start < answer.length; start += 17) {
    assert.ok(await writing.push(answer.slice(start, start + 17)));
  }
}

function textOf({ edited }: WrittenDocument): string {
  return edited.document.getText();
}

function whole(name: string, text: string): string {
  return `<edit path="${name}">\n<new>\n${text}\n</new>\n</edit>\n`;
}

function quoted(name: string, old: string, text: string): string {
  return `<edit path="${name}">\n<old>\n${old}\n</old>\n<new>\n${text}\n</new>\n</edit>\n`;
}

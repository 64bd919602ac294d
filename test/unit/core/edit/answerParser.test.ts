import assert from 'node:assert/strict';
import { AnswerParser } from '../../../../src/core/edit/answerParser';
import type { AnswerEvent } from '../../../../src/core/edit/answerParser';
import { Random } from '../random';

describe('the parser of answers', () => {
  it('begins a replacement once its old lines are whole, and tells each new line', () => {
    const parser = new AnswerParser();
    assert.deepEqual(told(parser.push('Sure.\n<edit>\n<old>\none\n</old>\n')), []);
    assert.deepEqual(told(parser.push('<new>\ntw')), ['begin: one']);
    assert.deepEqual(told(parser.push('o\nth')), ['two']);
    assert.deepEqual(told(parser.push('ree\n</new>\n')), ['three', 'end']);
    assert.deepEqual(told(parser.push('</edit>\n')), []);
    assert.deepEqual(told(parser.end()), []);
    assert.equal(parser.problem, undefined);
  });

  it('names the path of an edit in either sort of quotes', () => {
    const edit = '<old>\na\n</old>\n<new>\nb\n</new>\n</edit>\n';
    const [one] = parse(`<edit path="src/a b.ts">\n${edit}`).events;
    const [other] = parse(`<edit path='src/a b.ts'>\n${edit}`).events;
    const expected = { type: 'begin', target: { type: 'quote', path: 'src/a b.ts', old: ['a'] } };
    assert.deepEqual([one, other], [expected, expected]);
  });

  it('streams a block of code for the selection, and ends it with the answer', () => {
    const parser = new AnswerParser();
    assert.deepEqual(told(parser.push('```ts\none\n')), ['begin selection', 'one']);
    assert.deepEqual(told(parser.push('```\nThat is all.\n')), []);
    assert.deepEqual(told(parser.end()), ['end']);
  });

  it('takes a block back where another one or an edit follows', () => {
    const two = parse('```\none\n```\nor\n```\ntwo\n```\n');
    assert.deepEqual(two.told, ['begin selection', 'one', 'withdraw']);
    assert.equal(two.problem, 'twoCandidates');
    const edit = parse(
      '```\none\n```\n<edit>\n<old>\na\n</old>\n<new>\nb\n</new>\n</edit>\n```\nx\n```\n',
    );
    assert.deepEqual(edit.told, ['begin selection', 'one', 'withdraw', 'begin: a', 'b', 'end']);
    assert.equal(edit.problem, undefined);
  });

  it('keeps blank lines at both ends of new lines, and of a block', () => {
    const edit = parse('<edit>\n<old>\na\n</old>\n<new>\n\nb\n\n</new>\n</edit>\n');
    assert.deepEqual(edit.told, ['begin: a', '', 'b', '', 'end']);
    assert.deepEqual(parse('```\n\nb\n\n```\n').told, ['begin selection', '', 'b', '', 'end']);
  });

  it('keeps the blanks of code that stands on a line with its tags', () => {
    const { told: events } = parse('<edit><old>  a </old><new>\tb </new></edit>\n');
    assert.deepEqual(events, ['begin:   a ', '\tb ', 'end']);
  });

  it('leaves tags within a line of code alone', () => {
    const code = 'use("</old>", "<new>", "</new>", "</edit>");';
    const { told: events } = parse(
      `<edit>\n<old>\n${code}\n</old>\n<new>\n${code} // <edit>\n</new>\n</edit>\n`,
    );
    assert.deepEqual(events, [`begin: ${code}`, `${code} // <edit>`, 'end']);
  });

  it('ends a block at the fence that began it, not at one within', () => {
    const nested = parse('```md\n```sh\nls\n```\nb\n```\nAnd so on.\n');
    assert.deepEqual(nested.told, ['begin selection', '```sh', 'ls', '```', 'b', 'end']);
    const longer = parse('````md\n```\nls\n```\n````\n');
    assert.deepEqual(longer.told, ['begin selection', '```', 'ls', '```', 'end']);
    const tildes = parse('~~~\n```\n~~~\n');
    assert.deepEqual(tildes.told, ['begin selection', '```', 'end']);
  });

  it('knows the end of an edit that has none by the next one', () => {
    const edit = '<edit>\n<old>\na\n</old>\n<new>\nb\n</new>\n';
    assert.deepEqual(parse(edit + edit).told, ['begin: a', 'b', 'end', 'begin: a', 'b', 'end']);
  });

  it('says what is wrong with an answer', () => {
    const problems = [
      ['', 'empty'],
      [' \n\n', 'empty'],
      ['It is fine as it is.', 'noCode'],
      ['```const a = 1``` is fine.', 'noCode'],
      ['```\nhalf', 'cut'],
      ['<edit>\n<old>\na', 'cut'],
      ['<edit>\n<old>\na\n</old>\n<new>\nb', 'cut'],
    ];
    assert.deepEqual(
      problems.map(([answer = '']) => [answer, parse(answer).problem]),
      problems,
    );
  });

  it('understands an answer whose last line has no end', () => {
    const { told: events, problem } = parse('<edit>\n<old>\na\n</old>\n<new>\nb\n</new></edit>');
    assert.deepEqual(events, ['begin: a', 'b', 'end']);
    assert.equal(problem, undefined);
  });

  // Each of these would not come to an end if the work grew faster than the answer.
  for (const [name, answer, events] of hostile()) {
    it(`comes to an end with ${name}`, () => {
      assert.equal(parse(answer).events.length, events);
    });
  }
});

describe('an edit that quotes nothing', () => {
  it('gives the whole text of the file that it names, line by line', () => {
    const parser = new AnswerParser();
    assert.deepEqual(told(parser.push('<edit path="src/a.css">\n<new>')), []);
    assert.deepEqual(parser.push('\n'), [
      { type: 'begin', target: { type: 'file', path: 'src/a.css' } },
    ]);
    assert.deepEqual(told(parser.push('a {\n\n}')), ['a {', '']);
    assert.deepEqual(told(parser.push('\n</new>\n')), ['}', 'end']);
    assert.deepEqual(told([...parser.push('</edit>'), ...parser.end()]), []);
    assert.equal(parser.problem, undefined);
  });

  it('may name no file', () => {
    assert.deepEqual(parse('<edit>\n<new>\na\n</new>\n</edit>').events, [
      { type: 'begin', target: { type: 'file', path: undefined } },
      { type: 'line', text: 'a' },
      { type: 'end' },
    ]);
    assert.deepEqual(parse(whole(' ', 'a')).told, ['begin as a whole', 'a', 'end']);
  });

  it('is another thing than one that quotes no lines', () => {
    const begin = '<edit path="a.css">\n';
    const end = '<new>\na\n</new>\n</edit>\n';
    for (const old of ['<old></old>\n', '<old>\n</old>\n', '<old></old>']) {
      assert.deepEqual(parse(begin + old + end).told, ['begin a.css: ', 'a', 'end'], old);
    }
    assert.deepEqual(parse(begin + end).told, ['begin a.css as a whole', 'a', 'end']);
  });

  it('may be followed by others, also where the end of one is forgotten', () => {
    const files = whole('a.html', '<p>\n') + whole('b.css', 'p {}') + whole('c.js', '');
    const expected = [
      ['begin a.html as a whole', '<p>', '', 'end'],
      ['begin b.css as a whole', 'p {}', 'end'],
      ['begin c.js as a whole', '', 'end'],
    ].flat();
    assert.deepEqual(parse(files).told, expected);
    assert.deepEqual(parse(`Two files.\n${files.replaceAll('</edit>\n', '')}`).told, expected);
    assert.deepEqual(parse(files.replaceAll('\n', '\r\n')).told, expected);
    assert.equal(parse(files).problem, undefined);
  });

  it('may stand on a line with its tags, and with others of its sort', () => {
    const one = '<edit path="a"><new>b</new></edit>';
    const expected = ['begin a as a whole', 'b', 'end'];
    assert.deepEqual(parse(one).told, expected);
    assert.deepEqual(parse(`${one} ${one}`).told, [...expected, ...expected]);
  });

  it('may stand before and behind edits that quote something, of the same file or another', () => {
    const answer = [
      whole('a.css', 'a'),
      quoted('a.css', 'b', 'c'),
      'And then:\n',
      quoted('b.css', 'd', 'e'),
      whole('c.css', 'f'),
    ].join('');
    assert.deepEqual(
      parse(answer).told,
      [
        ['begin a.css as a whole', 'a', 'end'],
        ['begin a.css: b', 'c', 'end'],
        ['begin b.css: d', 'e', 'end'],
        ['begin c.css as a whole', 'f', 'end'],
      ].flat(),
    );
  });

  it('is none where more new lines follow those of something that was quoted', () => {
    const twice = quoted('a.css', 'b', 'c').replace('</edit>', '<new>\nd\n</new>\n</edit>');
    assert.deepEqual(
      parse(twice + whole('b.css', 'e')).told,
      [
        ['begin a.css: b', 'c', 'end'],
        ['begin a.css: ', 'd', 'end'],
        ['begin b.css as a whole', 'e', 'end'],
      ].flat(),
    );
  });

  it('takes a block back that stands in front of it, and leaves one behind it alone', () => {
    const block = '```css\nx\n```\n';
    const file = ['begin a.css as a whole', 'a', 'end'];
    const before = parse(block + whole('a.css', 'a'));
    assert.deepEqual(before.told, ['begin selection', 'x', 'withdraw', ...file]);
    assert.equal(before.problem, undefined);
    assert.deepEqual(parse(whole('a.css', 'a') + block).told, file);
    assert.deepEqual(parse(`\`\`\`\n${whole('a.css', 'a')}\`\`\`\n`).told, file);
  });

  it('holds fences and tags of its text as they are', () => {
    const text = '```sh\n<edit path="x">\n<old>\n</old>\n<new>\n</edit>\nuse("</new>");\n```';
    const { told: events, problem } = parse(whole('a.md', text));
    assert.deepEqual(events, ['begin a.md as a whole', ...text.split('\n'), 'end']);
    assert.equal(problem, undefined);
  });

  it('leaves out a fence around all of its text, but none within', () => {
    const within = ['const help = `', '```', '', '```', '`;'];
    for (const [lines, kept] of [
      [['```js', 'a();', '```'], ['a();']],
      [['~~~', 'a();', '~~~', ''], ['a();']],
      [['```js', ...within, '```'], within],
      [within, within],
    ] as const) {
      const { told: events } = parse(whole('a.js', lines.join('\n')));
      assert.deepEqual(events, ['begin a.js as a whole', ...kept, 'end']);
    }
  });

  it('is understood alike in whatever pieces it arrives', () => {
    const answer = [
      'Here it is.\n',
      whole('src/a.html', '<p>\n\n  text</p>\n```\n'),
      quoted('src/b.css', 'a {\n', 'b {'),
      whole('src/c d.ts', 'x();'),
    ].join('');
    const { events } = parse(answer);
    const random = new Random(11);
    for (let round = 0; round < 200; round += 1) {
      const parser = new AnswerParser();
      const found: AnswerEvent[] = [];
      for (const piece of pieces(answer, random)) found.push(...parser.push(piece));
      found.push(...parser.end());
      assert.deepEqual(found, events);
      assert.equal(parser.problem, undefined);
    }
  });

  it('is known to be cut wherever its text has not come to its end', () => {
    const answer = whole('a.css', 'a {\n}') + quoted('b.css', 'c', 'd') + whole('e.css', 'f');
    const { told: events } = parse(answer);
    for (let length = 1; length < answer.length; length += 1) {
      const parser = new AnswerParser();
      const pushed = told(parser.push(answer.slice(0, length)));
      assert.deepEqual(pushed, events.slice(0, pushed.length), `${length}`);
      const all = [...pushed, ...told(parser.end())];
      const isOpen = countOf(all, /^begin/) > countOf(all, /^end$/);
      const cut = answer.slice(0, length);
      const isQuoting = cut.includes('<old>') && !cut.includes('</old>');
      assert.equal(parser.problem === 'cut', isOpen || isQuoting, cut);
    }
  });
});

function whole(path: string, text: string): string {
  return `<edit path="${path}">\n<new>\n${text}\n</new>\n</edit>\n`;
}

function quoted(path: string, old: string, text: string): string {
  return `<edit path="${path}">\n<old>\n${old}\n</old>\n<new>\n${text}\n</new>\n</edit>\n`;
}

/** A text in pieces of few characters or many. */
function pieces(text: string, random: Random): string[] {
  const found: string[] = [];
  const longest = random.pick([1, 3, 12, 90]);
  for (let start = 0; start < text.length;) {
    const end = start + 1 + random.upTo(longest - 1);
    found.push(text.slice(start, end));
    start = end;
  }
  return found;
}

function countOf(lines: readonly string[], pattern: RegExp): number {
  return lines.filter((line) => pattern.test(line)).length;
}

/** Answers of some 200 KB, and how many events they give. */
function hostile(): [string, string, number][] {
  const blanks = ' '.repeat(200_000);
  return [
    ['a line of 200 KB', inNew('x '.repeat(100_000)), 3],
    ['many blanks behind an end', inNew(`</new>${blanks}x`), 3],
    ['many ends in a line', inNew(`${'</new> </edit> '.repeat(15_000)}x`), 3],
    ['many edits begun in a line', '<edit>'.repeat(30_000), 0],
    ['many edits begun in lines', '<edit>\n'.repeat(30_000), 0],
    ['many old lines begun', '<edit><old>'.repeat(20_000), 0],
    ['many empty edits', '<edit><old></old><new></new></edit>\n'.repeat(6000), 12_000],
    ['blanks before a fence', `${blanks}\`\`\`${blanks}\`\n`, 0],
    ['a fence of 200 KB', `${'~'.repeat(200_000)}\``, 0],
    ['blocks in blocks', '```a\n'.repeat(40_000), 40_000],
    ['many edits in a line', '<edit><old>a</old><new>b</new></edit>'.repeat(6000), 18_000],
    ['many whole files', '<edit path="a"><new>b</new></edit>\n'.repeat(6000), 18_000],
    ['an unfinished tag', `<edit path="${'a '.repeat(100_000)}`, 0],
  ];
}

function inNew(line: string): string {
  return `<edit>\n<old>\n</old>\n<new>\n${line}\n</new>\n</edit>\n`;
}

function parse(answer: string): { events: AnswerEvent[]; told: string[]; problem?: string } {
  const parser = new AnswerParser();
  const events = [...parser.push(answer), ...parser.end()];
  return { events, told: told(events), ...(parser.problem && { problem: parser.problem }) };
}

function told(events: readonly AnswerEvent[]): string[] {
  return events.map((event) => {
    if (event.type === 'line') return event.text;
    if (event.type !== 'begin') return event.type;
    const { target } = event;
    if (target.type === 'selection') return 'begin selection';
    const begin = `begin${target.path === undefined ? '' : ` ${target.path}`}`;
    return target.type === 'quote' ? `${begin}: ${target.old.join('|')}` : `${begin} as a whole`;
  });
}

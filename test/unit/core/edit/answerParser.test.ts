import assert from 'node:assert/strict';
import { AnswerParser } from '../../../../src/core/edit/answerParser';
import type { AnswerEvent } from '../../../../src/core/edit/answerParser';

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
    return target.type === 'quote' ? `begin: ${target.old.join('|')}` : `begin ${target.type}`;
  });
}

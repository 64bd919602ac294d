/** Texts of a fixed number of words, the same in every run. */

export const longAnswerWords = 24_000;

/** About as long as the words of English prose. */
const vocabulary = (
  'a the of and to in is it for that this with from as on by an at are be not can which when ' +
  'value cache request answer token price model window editor change line file folder method ' +
  'between before after only every first second stream returns because another function which ' +
  'reader written measure careful previous condition parameter interface expression'
).split(' ');

type Next = (count: number) => string[];

/** Mixed Markdown: headings, paragraphs, lists, tables and blocks of code, short and long. */
export function mixedMarkdown(words = longAnswerWords): string {
  const next = wordSource(24);
  const parts: string[] = [];
  let left = words;
  for (let index = 0; left > 0; index += 1) {
    // The kinds take turns, so that each quarter of the text is made of the same.
    const make = kinds[index % kinds.length] ?? paragraph;
    const part = firstWords(make(next, index), left);
    left -= countWords(part);
    parts.push(part);
  }
  return parts.join('\n\n');
}

export function oneCodeBlock(words = longAnswerWords): string {
  const source = code(wordSource(1), Math.ceil(words / 6));
  return `\`\`\`typescript\n${firstWords(source, words)}\n\`\`\``;
}

export function oneParagraph(words = longAnswerWords): string {
  return firstWords(sentences(wordSource(2), Math.ceil(words / 12)), words);
}

export function oneList(words = longAnswerWords): string {
  const next = wordSource(3);
  const items = Array.from({ length: Math.ceil(words / 8) }, () => `- ${next(8).join(' ')}`);
  return firstWords(items.join('\n'), words);
}

/** What of a text must be readable on the screen: its letters, without the marks around them. */
export function lettersOf(text: string): string {
  return text.replaceAll(/^`{3}.*$/gm, '').replaceAll(/[^A-Za-z]/g, '');
}

const kinds: readonly ((next: Next, index: number) => string)[] = [
  (next, index) => `${'#'.repeat(2 + (index % 2))} ${next(5).join(' ')}`,
  paragraph,
  (next) => list(next, '-', 6),
  paragraph,
  (next) => fenced(next, 8),
  (next) => `${next(6).join(' ')} **${next(3).join(' ')}** and \`${next(1).join('')}\`.`,
  (next) => table(next, 6),
  paragraph,
  (next) => fenced(next, 40),
  (next) => list(next, '1.', 4),
  (next) => `> ${sentences(next, 2)}`,
  (next) => fenced(next, 140),
  paragraph,
];

function paragraph(next: Next): string {
  return `${sentences(next, 3)} *${next(2).join(' ')}* ${sentences(next, 2)}`;
}

function sentences(next: Next, count: number): string {
  return Array.from({ length: count }, () => {
    const [first = '', ...rest] = next(12);
    return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${rest.join(' ')}.`;
  }).join(' ');
}

function list(next: Next, mark: string, items: number): string {
  return Array.from({ length: items }, () => `${mark} ${next(8).join(' ')}`).join('\n');
}

function table(next: Next, rows: number): string {
  const body = Array.from({ length: rows }, () => row(next(3)));
  return [row(next(3)), '| --- | --- | --- |', ...body].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function fenced(next: Next, lines: number): string {
  return `\`\`\`typescript\n${code(next, lines)}\n\`\`\``;
}

function code(next: Next, lines: number): string {
  return Array.from({ length: lines }, (_, line) => {
    const [name, left, right, remark] = next(4);
    if (line % 10 === 0) return `// ${next(6).join(' ')}`;
    if (line % 10 === 5) return `if (${name} < ${line}) return '${left} ${right}';`;
    return `const ${name} = ${left}(${right}, ${line}); // ${remark}`;
  }).join('\n');
}

/** Words in an order that looks random and is the same each time. */
function wordSource(seed: number): Next {
  let state = seed;
  return (count) =>
    Array.from({ length: count }, () => {
      // The generator of Numerical Recipes; its low bits are poor, so the high ones are taken.
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return vocabulary[Math.floor((state / 2 ** 32) * vocabulary.length)] ?? '';
    });
}

/** The head of a text that has so many words; they are counted as the simulator does. */
function firstWords(text: string, words: number): string {
  let left = words;
  for (const match of text.matchAll(/\S+/g)) {
    left -= 1;
    if (left === 0) return text.slice(0, match.index + match[0].length);
  }
  return text;
}

export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

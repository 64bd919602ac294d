import { CssCursor, isBlank, isWordPart } from './cssCursor';

/** A place in a style sheet that names a file. */
export interface CssAddress {
  /**
   * - `url`: an unquoted `url()`, all of it
   * - `string`: the string inside a `url()` or an `image-set()`
   * - `import`: an `@import` with its semicolon
   */
  readonly kind: 'url' | 'string' | 'import';
  readonly start: number;
  readonly end: number;
  /** What it names, once escapes are read; empty for an `@import` that browsers pass over. */
  readonly address: string;
  /** Of an `@import`: when it is to hold, such as `layer(base) screen`. */
  readonly conditions: string;
}

export interface CssOutline {
  /** In the order of the text; none lies in another. */
  readonly addresses: readonly CssAddress[];
  /** Braces that close nothing. */
  readonly strays: readonly number[];
  /** What closes all that is still open at the end of the text. */
  readonly closers: string;
}

/** Something that has been opened; in some functions a string is an address. */
interface Open {
  readonly closer: string;
  readonly named?: 'url' | 'imageSet';
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Before these and other imports alone an `@import` still holds. */
const BEFORE_IMPORTS = new Set(['import', 'charset', 'layer']);

/** Finds what a style sheet or the style of one element would load. */
export function cssAddresses(css: string): CssOutline {
  return new Reader(css).read();
}

/** What stands for an address once the file is known under another. */
export function cssReplacement(kind: 'url' | 'string', address: string): string {
  const quoted = `"${address.replaceAll(/["\\\n\r\f]/g, encodeURIComponent)}"`;
  return kind === 'url' ? `url(${quoted})` : quoted;
}

class Reader {
  private readonly cursor: CssCursor;
  private readonly addresses: CssAddress[] = [];
  private readonly strays: number[] = [];
  private readonly open: Open[] = [];
  private pending = '';
  private mayImport = true;
  private isAtStart = true;
  private isNamespace = false;

  constructor(private readonly css: string) {
    this.cursor = new CssCursor(css);
  }

  read(): CssOutline {
    while (!this.cursor.isAtEnd) this.step();
    // A backslash at the very end would take the first closer for its own.
    const escape = this.css.endsWith('\\') ? ' ' : '';
    const open = this.open.toReversed().map(({ closer }) => closer);
    const closers = this.pending + open.join('');
    return {
      addresses: this.addresses,
      strays: this.strays,
      closers: closers === '' ? '' : escape + closers,
    };
  }

  private step(): void {
    const { cursor } = this;
    const char = cursor.charAt();
    if (isBlank(char)) cursor.skipBlanks();
    else if (cursor.sees('/*')) this.pending = cursor.skipComment() ? '' : '*/';
    else if (cursor.sees('<!--')) cursor.at += 4;
    else if (cursor.sees('-->')) cursor.at += 3;
    else if (char === '@' && cursor.seesWord(1)) this.readAtRule();
    else this.readValue(char);
  }

  private readValue(char: string): void {
    const { cursor } = this;
    const isOutermost = this.open.length === 0;
    if (isOutermost && this.isAtStart) this.mayImport = false;
    this.isAtStart = false;
    if (char === '"' || char === "'") this.readString();
    else if (cursor.seesWord()) this.readWord();
    else if (/[#0-9]/.test(char)) this.skipNumber();
    else {
      cursor.at += 1;
      const closer = CLOSERS[char];
      if (closer !== undefined) this.push({ closer });
      else if (/[)\]}]/.test(char)) this.close(char);
      else if (char === ';' && isOutermost) this.endStatement();
    }
  }

  private push(open: Open): void {
    if (open.closer === '}' && this.open.length === 0) this.mayImport = false;
    if (open.closer === '}') this.isNamespace = false;
    this.open.push(open);
  }

  private close(closer: string): void {
    if (this.open.at(-1)?.closer === closer) this.open.pop();
    else if (closer === '}' && this.open.length === 0) this.strays.push(this.cursor.at - 1);
    if (closer === '}' && this.open.length === 0) this.endStatement();
  }

  private endStatement(): void {
    this.isAtStart = true;
    this.isNamespace = false;
  }

  /** A colour or a number takes the letters behind it along, so that `1url(` is no address. */
  private skipNumber(): void {
    this.cursor.at += 1;
    if (isWordPart(this.cursor.charAt()) || this.cursor.seesWord()) this.cursor.readWord();
  }

  private readString(): void {
    const start = this.cursor.at;
    const { value, isClosed } = this.cursor.readString();
    this.pending = isClosed ? '' : this.css.charAt(start);
    const inner = this.open.at(-1);
    if (inner?.named === undefined) return;
    this.add('string', start, value);
    // Behind the address of a url() stand its modifiers.
    if (inner.named === 'url') this.open.splice(-1, 1, { closer: ')' });
  }

  private readWord(): void {
    const { cursor } = this;
    const start = cursor.at;
    const word = cursor.readWord().toLowerCase();
    if (cursor.charAt() !== '(') return;
    cursor.at += 1;
    if (word === 'url' && !this.seesQuote()) this.readUrl(start);
    else if (word === 'url' || word === 'src') this.push({ closer: ')', named: 'url' });
    else if (/^(-webkit-)?image-set$/.test(word)) this.push({ closer: ')', named: 'imageSet' });
    else this.push({ closer: ')' });
  }

  private seesQuote(): boolean {
    this.cursor.skipBlanks();
    return /["']/.test(this.cursor.charAt());
  }

  private readUrl(start: number): void {
    const { value, isClosed } = this.cursor.readUrl();
    this.pending = isClosed ? '' : ')';
    if (value !== undefined) this.add('url', start, value);
  }

  private readAtRule(): void {
    const start = this.cursor.at;
    const isOutermost = this.open.length === 0;
    this.cursor.at += 1;
    const name = this.cursor.readWord().toLowerCase();
    this.isNamespace = name === 'namespace';
    const isImport = name === 'import' && (!isOutermost || this.isAtStart);
    if (isOutermost && !BEFORE_IMPORTS.has(name)) this.mayImport = false;
    this.isAtStart = false;
    if (isImport) this.readImport(start, isOutermost && this.mayImport);
  }

  /** An import names nothing in a place where browsers pass over it, or with words amiss. */
  private readImport(start: number, isHeeded: boolean): void {
    this.cursor.skipSpace();
    const known = this.addresses.length;
    const address = this.readImported(this.cursor.at);
    const afterAddress = this.cursor.at;
    const { end, isWhole } = this.skipStatement();
    this.addresses.length = known;
    const conditions = this.css.slice(afterAddress, end).trim();
    const isSound = isHeeded && isWhole && !conditions.includes('{');
    this.add('import', start, isSound ? (address ?? '') : '', conditions);
    this.isAtStart = this.open.length === 0;
  }

  private readImported(from: number): string | undefined {
    const { cursor } = this;
    if (/["']/.test(cursor.charAt())) return cursor.readString().value;
    if (!cursor.seesWord()) return undefined;
    const known = this.addresses.length;
    const depth = this.open.length;
    this.readWord();
    while (this.open.length > depth && !cursor.isAtEnd) this.step();
    this.open.length = depth;
    const found = this.addresses[known];
    return found && found.start >= from ? found.address : undefined;
  }

  /** Goes behind the statement; its own words end before, and may be cut by the text's end. */
  private skipStatement(): { end: number; isWhole: boolean } {
    const { cursor, open } = this;
    const depth = open.length;
    this.pending = '';
    while (!cursor.isAtEnd) {
      const end = cursor.at;
      const char = cursor.charAt();
      if (open.length === depth && char === '}' && depth > 0) return { end, isWhole: true };
      this.step();
      if (open.length === depth && char === ';') return { end, isWhole: true };
      if (open.length === depth && char === '}') return { end: cursor.at, isWhole: true };
    }
    const isWhole = open.length === depth && this.pending === '';
    // What the cut left open goes with the statement.
    open.length = depth;
    this.pending = '';
    return { end: cursor.at, isWhole };
  }

  private add(kind: CssAddress['kind'], start: number, address: string, conditions = ''): void {
    if (this.isNamespace) return;
    this.addresses.push({ kind, start, end: this.cursor.at, address, conditions });
  }
}

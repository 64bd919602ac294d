/** A piece of a style sheet that is a word, a string or an unquoted `url()`. */
interface Read {
  /** What it says once its escapes are read. */
  readonly value: string;
  /** False where the end of the text came before its own end. */
  readonly isClosed: boolean;
}

const MAX_CODE_POINT = 0x10ffff;
const HEX_DIGITS = /[0-9a-f]{1,6}/iy;

/** What an unquoted `url()` says as it stands; a data: URL of megabytes is taken in one go. */
const URL_CHARACTERS = /[^)"'(\\\0-\x20\x7f]+/y;

/**
 * Moves through a style sheet and reads its smallest parts, as "CSS Syntax Module Level 3" has
 * them in its fourth chapter. Each character is passed once.
 */
export class CssCursor {
  at = 0;

  constructor(readonly css: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.css.length;
  }

  charAt(offset = 0): string {
    return this.css.charAt(this.at + offset);
  }

  sees(text: string): boolean {
    return this.css.startsWith(text, this.at);
  }

  /** Whether a word begins here, or `offset` characters from here. */
  seesWord(offset = 0): boolean {
    const first = this.charAt(offset);
    if (first !== '-') return isLetter(first) || this.seesEscape(offset);
    const second = this.charAt(offset + 1);
    return second === '-' || isLetter(second) || this.seesEscape(offset + 1);
  }

  skipBlanks(): void {
    while (isBlank(this.charAt())) this.at += 1;
  }

  /** Skips blanks and comments; false where the text ends in a comment. */
  skipSpace(): boolean {
    this.skipBlanks();
    while (this.sees('/*')) {
      if (!this.skipComment()) return false;
      this.skipBlanks();
    }
    return true;
  }

  /** Skips the comment that begins here; false where it has no end. */
  skipComment(): boolean {
    const end = this.css.indexOf('*/', this.at + 2);
    this.at = end < 0 ? this.css.length : end + 2;
    return end >= 0;
  }

  /** Reads a word, or the rest of a number with its unit. */
  readWord(): string {
    let value = '';
    let from = this.at;
    while (!this.isAtEnd) {
      if (isWordPart(this.charAt())) {
        this.at += 1;
      } else if (this.seesEscape()) {
        value += this.css.slice(from, this.at) + this.readEscape();
        from = this.at;
      } else break;
    }
    return value + this.css.slice(from, this.at);
  }

  /** Reads the string that begins here with a quotation mark. A line break ends it unasked. */
  readString(): Read {
    const quote = this.charAt();
    this.at += 1;
    let value = '';
    let from = this.at;
    for (; !this.isAtEnd; this.at += 1) {
      const char = this.charAt();
      if (char === quote || isLineBreak(char)) {
        value += this.css.slice(from, this.at);
        if (char === quote) this.at += 1;
        return { value, isClosed: true };
      }
      if (char !== '\\') continue;
      value += this.css.slice(from, this.at) + this.readEscapeInString();
      from = this.at;
      // The loop moves on by one.
      this.at -= 1;
    }
    return { value: value + this.css.slice(from), isClosed: false };
  }

  /**
   * Reads an unquoted `url()` from behind its parenthesis to behind the closing one.
   * @returns no value where it is malformed, as browsers then drop it
   */
  readUrl(): Partial<Read> {
    this.skipBlanks();
    let value = '';
    while (!this.isAtEnd) {
      URL_CHARACTERS.lastIndex = this.at;
      const run = URL_CHARACTERS.exec(this.css)?.[0] ?? '';
      value += run;
      this.at += run.length;
      if (this.seesEscape()) value += this.readEscape();
      else if (run === '') break;
    }
    this.skipBlanks();
    if (this.isAtEnd) return { value, isClosed: false };
    if (this.charAt() !== ')') return this.skipBadUrl();
    this.at += 1;
    return { value, isClosed: true };
  }

  private skipBadUrl(): Partial<Read> {
    for (; !this.isAtEnd; this.at += 1) {
      if (this.charAt() === '\\') this.at += 1;
      else if (this.charAt() === ')') {
        this.at += 1;
        return { isClosed: true };
      }
    }
    this.at = this.css.length;
    return { isClosed: false };
  }

  private seesEscape(offset = 0): boolean {
    return this.charAt(offset) === '\\' && !isLineBreak(this.charAt(offset + 1));
  }

  /** In a string a backslash before a line break joins the lines, and at the end says nothing. */
  private readEscapeInString(): string {
    const next = this.charAt(1);
    if (next !== '' && !isLineBreak(next)) return this.readEscape();
    this.at += this.css.startsWith('\r\n', this.at + 1) ? 3 : next.length + 1;
    return '';
  }

  private readEscape(): string {
    this.at += 1;
    HEX_DIGITS.lastIndex = this.at;
    const digits = HEX_DIGITS.exec(this.css)?.[0];
    if (digits === undefined) {
      const code = this.css.codePointAt(this.at);
      const char = code === undefined ? '' : String.fromCodePoint(code);
      this.at += char.length;
      return char === '' ? '\ufffd' : char;
    }
    this.at += digits.length;
    // One blank after the digits belongs to them.
    if (this.sees('\r\n')) this.at += 2;
    else if (isBlank(this.charAt())) this.at += 1;
    return characterOf(Number.parseInt(digits, 16));
  }
}

function characterOf(code: number): string {
  const isNone = code === 0 || code > MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff);
  return isNone ? '\ufffd' : String.fromCodePoint(code);
}

export function isBlank(char: string): boolean {
  return char === ' ' || char === '\t' || isLineBreak(char);
}

function isLineBreak(char: string): boolean {
  return char === '\n' || char === '\r' || char === '\f';
}

function isLetter(char: string): boolean {
  // By comparison: a sheet of megabytes asks this for each of its characters.
  const isLatin = (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z');
  return isLatin || char === '_' || char >= '\u0080' || char === '\0';
}

export function isWordPart(char: string): boolean {
  return isLetter(char) || char === '-' || (char >= '0' && char <= '9');
}

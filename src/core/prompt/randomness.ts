/** Fewer bits for each character than this, and a value was chosen by a person. */
const MIN_ENTROPY = 3;

/** Chance makes runs of like characters that are about two long; names have words. */
const WORDY_RUN = 4;

/** Words that people choose have vowels. */
const UNSPEAKABLE = /[bcdfghjklmnpqrstvwxz]{5}/;

const PLACEHOLDER =
  /example|sample|placeholder|your|dummy|fake|redacted|replace|insert|xxxx|\*\*\*|\.\.\.|123456|abcdef|aaaa|0000/i;

const WORDS =
  /pass|secret|token|change|test|mock|todo|foo|admin|guest|hello|default|qwerty|letmein|welcome|^(?:root|user|pw|pwd|none|null|postgres|mysql|bar|baz|key|host|port|redis|mongo|rabbitmq|app)$/i;

/** What stands for a value: a variable, a call, a template, a path, an address. */
const STANDS_FOR =
  /[<>{}()[\]]|^[$%@&!]|\$\w|^%|%$|^\.{0,2}\/|^~\/|:\/\/|^(?:process|os|env|import|config|self|this|var|local|data|module|secrets|vault|op|ref|arn|ssm|sha\d+)[.:-]|\w\.\w+\.\w+$/i;

/** Whether a text says itself that it is none. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value);
}

/** Whether a value is made of words that stand where a secret will be, or refers to one. */
export function hasWords(value: string): boolean {
  return WORDS.test(value) || STANDS_FOR.test(value) || isWordy(value);
}

/** Whether a value may have been made by chance. */
export function isRandom(value: string): boolean {
  return !isPlaceholder(value) && entropy(value) >= MIN_ENTROPY;
}

/** Whether a value is what people are asked for as a password: long, and of several kinds. */
export function isStrongPassword(value: string): boolean {
  if (value.length < 8 || isPlaceholder(value) || hasWords(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(value)).length;
  return kinds >= 3 || (kinds === 2 && value.length >= 16 && isRandom(value));
}

/** Bits for each character. */
function entropy(value: string): number {
  const counts = new Map<string, number>();
  for (const char of value) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / value.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}

function isWordy(value: string): boolean {
  if (UNSPEAKABLE.test(value)) return false;
  const runs = value.match(/[A-Z]?[a-z]+|[A-Z]+|\d+/g) ?? [];
  return runs.length === 0 || runs.join('').length / runs.length >= WORDY_RUN;
}

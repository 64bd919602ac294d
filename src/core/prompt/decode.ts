/** The characters that windows-1252 has in place of Latin-1's control characters. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Git looks as far for a NUL byte before it calls a file binary. */
const LOOKED_AT = 8192;

/** More arguments than this may be too many for one call. */
const CHUNK = 8192;

/**
 * The text of a file, whichever of the usual encodings it has; undefined where it holds no text.
 * A byte order mark is no part of the text, and line ends stay as they are.
 */
export function decode(bytes: Uint8Array): string | undefined {
  const text = decodeWide(bytes);
  if (text !== undefined) return looksBinary(text) ? undefined : text;
  if (bytes.subarray(0, LOOKED_AT).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.includes(0) ? undefined : decodeWindows1252(bytes);
  }
}

/** Whether a text begins like no text does. */
export function looksBinary(text: string): boolean {
  return text.slice(0, LOOKED_AT).includes('\0');
}

/** UTF-16, which is told by its byte order mark alone. */
function decodeWide(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeLittleEndian(bytes);
  if (first === 0xfe && second === 0xff) return decodeLittleEndian(swapPairs(bytes));
  return undefined;
}

function decodeLittleEndian(bytes: Uint8Array): string {
  return new TextDecoder('utf-16le').decode(bytes);
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  // The neighbour of an index is found by flipping its last bit; a lone last byte stays.
  return bytes.map((byte, index) => bytes[index ^ 1] ?? byte);
}

/** By hand: some versions of Node decode it as Latin-1, and others were built without it. */
function decodeWindows1252(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return text.replaceAll(
    /[\u0080-\u009f]/g,
    (char) => WINDOWS_1252[char.charCodeAt(0) - 128] ?? char,
  );
}

/** Formats that the API does not take, and that no size is read of before they are decoded. */
export type OtherFormat = 'SVG' | 'HEIC' | 'TIFF' | 'AVIF' | 'ICO' | 'PDF';

/** Which of the other formats a file has, by its first bytes; undefined for anything else. */
export function otherFormat(bytes: Uint8Array): OtherFormat | undefined {
  const start = textAt(bytes, 0, 4);
  if (start === 'II*\0' || start === 'MM\0*') return 'TIFF';
  if (start === '\0\0\x01\0') return 'ICO';
  if (start === '%PDF') return 'PDF';
  if (textAt(bytes, 4, 4) === 'ftyp') return formatOfBrands(textAt(bytes, 8, 24));
  return isSvg(bytes) ? 'SVG' : undefined;
}

/** The files of one family tell by names of four letters what they hold. */
function formatOfBrands(brands: string): OtherFormat | undefined {
  if (/avif|avis/.test(brands)) return 'AVIF';
  return /heic|heix|hevc|heim|heis|mif1|msf1/.test(brands) ? 'HEIC' : undefined;
}

/** The root element may come after a declaration, comments and a document type. */
function isSvg(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 4096));
  return /^\s*<(?:\?xml|!--|!doctype svg|svg[\s>])/i.test(start) && /<svg[\s>]/i.test(start);
}

/** Whether a file holds more than one picture, of which only the first would be sent. */
export function isAnimated(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (textAt(bytes, 0, 4) === 'GIF8') return hasSecondFrame(view);
    if (textAt(bytes, 12, 4) === 'VP8X') return (view.getUint8(20) & 2) !== 0;
    return textAt(bytes, 1, 3) === 'PNG' && hasAnimationControl(view);
  } catch (error) {
    // The file ends before what it should say.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Goes over the blocks of a GIF until a second picture or its end. */
function hasSecondFrame(view: DataView): boolean {
  let at = 13 + tableBytes(view.getUint8(10));
  for (let frames = 0; ;) {
    const block = view.getUint8(at);
    if (block === 0x2c) {
      frames += 1;
      if (frames === 2) return true;
      at += 11 + tableBytes(view.getUint8(at + 9));
    } else if (block === 0x21) at += 2;
    else return false;
    while (view.getUint8(at) > 0) at += 1 + view.getUint8(at);
    at += 1;
  }
}

/** The length of the colour table that these flags announce. */
function tableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** An animated PNG says so in a chunk before its first picture. */
function hasAnimationControl(view: DataView): boolean {
  for (let at = 8; ; at += 12 + view.getUint32(at)) {
    const type = view.getUint32(at + 4);
    if (type === 0x6163544c) return true;
    if (type === 0x49444154) return false;
  }
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

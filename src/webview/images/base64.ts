/** The bytes in base64, read in the background. */
export async function base64Of(blob: Blob): Promise<string> {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(textOf(reader)));
    reader.addEventListener('error', () => reject(reader.error ?? new Error('Not readable.')));
    reader.readAsDataURL(blob);
  });
  return url.slice(url.indexOf(',') + 1);
}

function textOf({ result }: FileReader): string {
  return typeof result === 'string' ? result : '';
}

/** Characters that are decoded at once: a multiple of four that takes a few milliseconds. */
const STEP = 2 ** 20;

/** The file of a base64, decoded in steps between which the page can draw. */
export async function blobOf(base64: string, mediaType: string): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < base64.length; at += STEP) {
    const binary = atob(base64.slice(at, at + STEP));
    const bytes = new Uint8Array(binary.length);
    for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
    parts.push(bytes);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return new Blob(parts, { type: mediaType });
}

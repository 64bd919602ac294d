import { cleanAddress, resolveAddress, type Base } from './address';

/**
 * Reads a file of the workspace by its path, which has forward slashes and counts from the
 * workspace's root. What may not be read is not there.
 */
export type ReadAsset = (
  path: string,
) => Promise<{ text: string } | { bytes: Uint8Array; mediaType: string } | undefined>;

/**
 * A page goes into its webview as one message, and into the picture as one `data:` URL, both of
 * which are copied several times on their way; what a screenshot shows is smaller than this.
 */
export const MAX_INLINED_CHARACTERS = 8 * 1024 * 1024;

/** A page that names more files than this was not written for a person to look at. */
const MAX_FILES = 1000;

type Asset = Awaited<ReturnType<ReadAsset>>;

/**
 * What a name's ending says of a file that was read as text, or whose type nobody knows. Others are
 * not inlined: a page's scripts can read what the page holds, and settings are not for showing.
 */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
  ico: 'image/x-icon',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  ogg: 'audio/ogg',
  otf: 'font/otf',
  png: 'image/png',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  wav: 'audio/wav',
  webm: 'video/webm',
  webp: 'image/webp',
  woff: 'font/woff',
  woff2: 'font/woff2',
};

const ENDINGS = {
  style: /\.css$/i,
  script: /\.([cm]?js|jsx|tsx?)$/i,
  drawing: /\.svg$/i,
} as const;

/** What a text is to be in the page. */
export type TextUse = keyof typeof ENDINGS;

export interface FoundText {
  /** The file of the workspace; undefined where the text stood in the address itself. */
  readonly path: string | undefined;
  readonly text: string;
}

/** The files of one page: each is read once, and all that is inlined comes out of one purse. */
export class Assets {
  private readonly reads = new Map<string, Promise<Asset>>();
  private readonly left = new Set<string>();
  private charactersLeft = MAX_INLINED_CHARACTERS;

  constructor(private readonly read: ReadAsset) {}

  get missing(): readonly string[] {
    return [...this.left];
  }

  /** Notes an address that the composed page goes without. */
  leaveOut(address: string): void {
    const clean = cleanAddress(address);
    if (clean !== '') this.left.add(clean);
  }

  /** The address at which the page carries the file itself; undefined where it is missing. */
  async dataUrl(address: string, base: Base): Promise<string | undefined> {
    const target = resolveAddress(address, base);
    if (target.kind === 'kept') return address;
    const found = target.kind === 'file' ? await this.firstOf(target.paths) : undefined;
    const url = found && urlOf(found.path, found.asset);
    if (url === undefined || !this.pay(url.length)) {
      this.leaveOut(address);
      return undefined;
    }
    return target.kind === 'file' ? url + target.fragment : url;
  }

  /** The text of a style sheet or a script; undefined where it is missing. */
  async text(address: string, base: Base, use: TextUse): Promise<FoundText | undefined> {
    const found = await this.findText(address, base, use);
    if (found !== undefined && this.pay(found.text.length)) return found;
    this.leaveOut(address);
    return undefined;
  }

  private async findText(
    address: string,
    base: Base,
    use: TextUse,
  ): Promise<FoundText | undefined> {
    const target = resolveAddress(address, base);
    if (target.kind === 'kept') return textInAddress(address);
    if (target.kind === 'outside') return undefined;
    const found = await this.firstOf(target.paths.filter((path) => ENDINGS[use].test(path)));
    return found && { path: found.path, text: textOf(found.asset) };
  }

  private async firstOf(
    paths: readonly string[],
  ): Promise<{ path: string; asset: NonNullable<Asset> } | undefined> {
    for (const path of paths) {
      // The first that is there counts, so one after the other.
      const asset = await this.readOnce(path);
      if (asset) return { path, asset };
    }
    return undefined;
  }

  private async readOnce(path: string): Promise<Asset> {
    const known = this.reads.get(path);
    if (known) return known;
    if (this.reads.size >= MAX_FILES) return undefined;
    // What cannot be read is missing, whatever the reason.
    const reading = Promise.resolve(path)
      .then(this.read)
      .catch(() => undefined);
    this.reads.set(path, reading);
    return reading;
  }

  private pay(characters: number): boolean {
    if (characters > this.charactersLeft) return false;
    this.charactersLeft -= characters;
    return true;
  }
}

function urlOf(path: string, asset: NonNullable<Asset>): string | undefined {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const byName = Object.hasOwn(MEDIA_TYPES, ending) ? MEDIA_TYPES[ending] : undefined;
  const type = 'mediaType' in asset && isShown(asset.mediaType) ? asset.mediaType : byName;
  if (type === undefined) return undefined;
  const data =
    'text' in asset
      ? Buffer.from(asset.text)
      : Buffer.from(asset.bytes.buffer, asset.bytes.byteOffset, asset.bytes.byteLength);
  return `data:${type};base64,${data.toString('base64')}`;
}

/** Whether a file of this type is seen or heard. */
function isShown(mediaType: string): boolean {
  return /^(image|font|audio|video)\/[\w.+-]+$/i.test(mediaType);
}

function textOf(asset: NonNullable<Asset>): string {
  const text = 'text' in asset ? asset.text : new TextDecoder().decode(asset.bytes);
  return text.replace(/^\ufeff/, '');
}

/** A `data:` URL is no file, but its text becomes part of the page just the same. */
function textInAddress(address: string): FoundText | undefined {
  const [, head, data] = /^data:([^,]*),([^]*)$/i.exec(cleanAddress(address)) ?? [];
  if (head === undefined || data === undefined) return undefined;
  const bytes = /;\s*base64\s*$/i.test(head) ? Buffer.from(unescaped(data), 'base64') : undefined;
  return { path: undefined, text: bytes?.toString() ?? unescaped(data) };
}

function unescaped(data: string): string {
  try {
    return decodeURIComponent(data);
  } catch {
    return data;
  }
}

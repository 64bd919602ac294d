import type { LeftOutReason, Workspace } from '../ports';
import { screen, screenText } from './screening';
import { findSecret } from './secrets';

/** A file that may be sent, or why it stays. */
export type Screened =
  | { readonly text: string }
  | { readonly leftOut: LeftOutReason; readonly detail?: string | undefined };

/** The texts of files that may be sent. A file is read and looked through once for each version. */
export class FileTexts {
  private readonly read = new Map<string, { readonly version: string; readonly file: Screened }>();

  constructor(private readonly workspace: Workspace) {}

  /** Undefined where there is no such file any more. */
  async of(path: string): Promise<Screened | undefined> {
    const version = await this.workspace.version(path);
    if (version === undefined) {
      this.read.delete(path);
      return undefined;
    }
    const known = this.read.get(path);
    if (known?.version === version) return known.file;
    const file = await this.screened(path);
    this.read.set(path, { version, file });
    return file;
  }

  private async screened(path: string): Promise<Screened> {
    const content = await this.workspace.read(path);
    if ('leftOut' in content) return content;
    const file = 'text' in content ? screenText(path, content.text) : screen(path, content.bytes);
    if ('leftOut' in file) return file;
    const secret = await findSecret(path, file.text);
    return secret === undefined ? file : { leftOut: 'secret', detail: secret };
  }
}

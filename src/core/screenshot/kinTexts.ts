import type { Workspace } from '../ports';
import { FileTexts } from '../prompt/fileTexts';
import type { ToldFile } from '../prompt/screenshotMessage';
import { CHARACTERS_PER_TOKEN } from '../cost/usage';
import { kinOf } from './kin';

/** More of them would cost more than they help. */
const MOST_TOKENS = 8000;

/** The texts of the files that show how a project builds its screens, as far as they may be sent. */
export class KinTexts {
  private readonly texts: FileTexts;

  constructor(private readonly workspace: Workspace) {
    this.texts = new FileTexts(workspace);
  }

  /**
   * @param path of the file that is to be written
   * @param known paths of files that are sent anyway
   * @param maxTokens of all of them together
   */
  async of(
    path: string,
    known: ReadonlySet<string>,
    maxTokens: number,
  ): Promise<readonly ToldFile[]> {
    const { files } = await this.workspace.survey();
    let left = Math.min(maxTokens, MOST_TOKENS) * CHARACTERS_PER_TOKEN;
    const told: ToldFile[] = [];
    for (const each of kinOf(path, files)) {
      const file = known.has(each) ? undefined : await this.texts.of(each);
      if (!file || 'leftOut' in file || file.text.length > left) continue;
      left -= file.text.length;
      told.push({ path: each, lines: file.text.split(/\r?\n/) });
    }
    return told;
  }
}

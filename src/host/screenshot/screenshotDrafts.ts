import { t } from '@vscode/l10n';
import { splitLines } from '../../core/edit/lines';
import type { Settings, Workspace } from '../../core/ports';
import type { Briefing } from '../../core/prompt/briefing';
import type { Draft } from '../../core/prompt/request';
import { screenshotMessage } from '../../core/prompt/screenshotMessage';
import type { ToldFile } from '../../core/prompt/screenshotMessage';
import { KinTexts } from '../../core/screenshot/kinTexts';
import { stackFrom, stackName } from '../../core/screenshot/stack';
import type { FileConsent } from '../../shared/prefixProtocol';
import type { ScreenshotForm } from '../../shared/screenshotProtocol';
import type { Attachments } from '../chat/attachments';

interface DraftParts {
  readonly workspace: Workspace;
  readonly briefing: Briefing;
  readonly settings: Settings;
  readonly consent: () => Promise<FileConsent>;
  readonly images: Attachments;
}

/** Until a screenshot was measured, its price is that of a usual one. */
export const USUAL_WINDOW = { width: 1280, height: 800 };

/** Makes the message that asks for code: the images, what is wanted, and what goes along. */
export class ScreenshotDrafts {
  private readonly kinTexts: KinTexts;
  private kin: readonly ToldFile[] = [];

  constructor(private readonly parts: DraftParts) {
    this.kinTexts = new KinTexts(parts.workspace);
  }

  /** Files that show how the project builds its screens, as the last draft took them along. */
  get kinPaths(): readonly string[] {
    return this.kin.map(({ path }) => path);
  }

  /** @param text what stands in the file already */
  async draftOf({ stack, path, words, window }: ScreenshotForm, text: string): Promise<Draft> {
    const { images } = this.parts;
    const { chips } = await images.view();
    this.kin = await this.readKin(path.trim());
    const chosen = stackFrom(stack);
    const message = screenshotMessage({
      stack: chosen ? stackName(chosen) : stack,
      path: path.trim(),
      lines: text === '' ? undefined : splitLines(text),
      screenshots: chips.map(({ pieces }) => ({ pieces })),
      window: window ?? USUAL_WINDOW,
      words,
      kin: this.kin,
    });
    return { text: message, images: await images.blocks() };
  }

  /** A sentence on what of the workspace goes along. */
  async goesAlong(): Promise<string> {
    switch (await this.parts.consent()) {
      case 'agreed':
        return t('Files of this workspace go along, so that its components are used.');
      case 'noFolder':
        return t('No folder is open, so nothing but the images goes along.');
      case 'declined':
      case 'undecided':
        return t('No file of this workspace goes along, so Claude does not know its components.');
    }
  }

  /** Nothing of the workspace goes along before the user has agreed. */
  private async readKin(path: string): Promise<readonly ToldFile[]> {
    const { consent, briefing, settings } = this.parts;
    if ((await consent()) !== 'agreed') return [];
    const { prefix } = await briefing.snapshot();
    const known = new Set(prefix.files.map((file) => file.path));
    return this.kinTexts.of(path, known, settings.maxFileTokens());
  }
}

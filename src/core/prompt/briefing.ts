import type { Amendment, Conversation, Prefix } from '../conversation/conversation';
import type { FileConsent } from '../../shared/prefixProtocol';
import type { Settings, Workspace } from '../ports';
import { amend } from './amendment';
import { FileTexts } from './fileTexts';
import { knownFrom, knownIn } from './known';
import { barePrefix, importsPrefix, takeSnapshot } from './snapshot';
import type { Snapshot } from './snapshot';

/** What has to be said before a conversation's next message can be answered. */
export interface News {
  /** For a conversation that has none yet. */
  readonly prefix?: Prefix | undefined;
  readonly amendment?: Amendment | undefined;
  /** Whether the prefix is one that an earlier conversation began with. */
  readonly isCarried?: boolean | undefined;
}

interface BriefingParts {
  readonly workspace: Workspace;
  readonly consent: () => Promise<FileConsent>;
  readonly settings: Settings;
}

/** Keeps conversations informed of the workspace: which snapshot they begin with, what has changed. */
export class Briefing {
  private readonly texts: FileTexts;
  /** The snapshot that was begun with last, which new conversations can share. */
  private newest: Prefix | undefined;

  constructor(private readonly parts: BriefingParts) {
    this.texts = new FileTexts(parts.workspace);
  }

  /**
   * What is new for a conversation. One that is about to begin has a choice: a new snapshot, or
   * the newest one that there is, with what has changed since. The cheaper one is to be taken.
   */
  async newsFor(conversation: Conversation): Promise<readonly [News, ...News[]]> {
    const agreed = (await this.parts.consent()) === 'agreed';
    if (conversation.prefix) {
      if (!this.newest) this.began(conversation.prefix);
      if (!agreed) return [{}];
      // Before it was looked at, a workspace knows no file, and all would seem to be gone.
      await this.parts.workspace.survey();
      return [{ amendment: await this.amend(knownIn(conversation)) }];
    }
    // Of a conversation that has begun without one, nobody knows what it was told.
    const hasBegun = conversation.turns.some(({ answers }) =>
      answers.some(({ end }) => end?.model),
    );
    if (!agreed || hasBegun) return [{ prefix: barePrefix() }];
    const { prefix } = await this.snapshot();
    const fresh: News = { prefix, amendment: await this.amend(knownFrom(prefix)) };
    const { newest } = this;
    if (!newest || isSame(newest, prefix) || !(await this.maySend(newest))) return [fresh];
    const amendment = await this.amend(knownFrom(newest), { open: true });
    return [fresh, { prefix: newest, amendment, isCarried: true }];
  }

  /**
   * What an edit may begin with: what its file imports, or the newest snapshot, which is cheaper
   * where it is warm. Nothing of the workspace goes along before the user has agreed.
   * @param path of the file that is edited
   */
  async newsForEdit(path: string | undefined): Promise<readonly [News, ...News[]]> {
    if ((await this.parts.consent()) !== 'agreed') return [{ prefix: barePrefix() }];
    const { workspace, settings } = this.parts;
    const maxTokens = settings.maxFileTokens();
    const alone = {
      prefix: await importsPrefix({ workspace, texts: this.texts, maxTokens, path }),
    };
    const { newest } = this;
    if (!newest || !(await this.maySend(newest))) return [alone];
    const amendment = await this.amend(knownFrom(newest), { without: path });
    return [alone, { prefix: newest, amendment, isCarried: true }];
  }

  /** A conversation has begun with this prefix. One without files is not worth sharing. */
  began(prefix: Prefix): void {
    if (prefix.files.length > 0) this.newest = prefix;
  }

  /** What a conversation would begin with now, and what would be left out of it. */
  async snapshot(): Promise<Snapshot> {
    const { workspace, settings } = this.parts;
    return takeSnapshot({
      workspace,
      texts: this.texts,
      include: settings.include(),
      maxTokens: settings.maxFileTokens(),
    });
  }

  /** Whether all files of a snapshot may still be sent: rules and contents change. */
  private async maySend({ files }: Prefix): Promise<boolean> {
    for (const { path } of files) {
      const file = await this.texts.of(path);
      if (!file || 'leftOut' in file) return false;
    }
    return true;
  }

  private async amend(
    known: ReturnType<typeof knownFrom>,
    {
      open = false,
      without,
    }: { readonly open?: boolean; readonly without?: string | undefined } = {},
  ): Promise<Amendment | undefined> {
    const { workspace, settings } = this.parts;
    const maxTokens = settings.maxFileTokens();
    return amend(known, { workspace, texts: this.texts, maxTokens, open, without });
  }
}

function isSame(a: Prefix, b: Prefix): boolean {
  return (
    a.blocks.length === b.blocks.length &&
    a.blocks.every(({ text }, index) => text === b.blocks[index]?.text)
  );
}

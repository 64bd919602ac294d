import * as vscode from 'vscode';
import { t } from '@vscode/l10n';
import type { Log } from '../../core/ports';
import { hasCode } from './fileLock';
import { HoldFolder } from './holdFolder';

const OFF = 'off';

export interface AutoSaveHoldOptions {
  /** Shared by all windows with the same user settings. */
  readonly folder: string;
  readonly windowId: string;
  readonly processId: number;
  readonly log: Log;
  readonly isAlive?: (processId: number) => boolean;
}

/**
 * Keeps auto save off while any window has pending hunks, and puts the user's setting back when
 * the last one has none, for what nobody has reviewed must not reach the disk. VS Code has no way
 * to keep a single document from being saved.
 */
export class AutoSaveHold implements vscode.Disposable {
  private readonly folder: HoldFolder;
  private readonly listening: vscode.Disposable;
  private isHolding = false;
  /** Whether the setting is as `isHolding` asks for. */
  private isSettled = true;
  private queue = Promise.resolve();
  private trouble: string | undefined;

  constructor(private readonly options: AutoSaveHoldOptions) {
    const { folder, windowId, processId, isAlive = isProcessAlive } = options;
    this.folder = new HoldFolder(folder, windowId, { processId, isAlive });
    this.listening = vscode.workspace.onDidChangeConfiguration((change) => this.follow(change));
  }

  /** Why the setting could not be changed, in a sentence for the user. */
  get problem(): string | undefined {
    return this.trouble;
  }

  /**
   * Whether this window has pending hunks. Resolves when the setting follows from that, or when it
   * could not be changed; then there is a `problem`, and the next call tries again.
   */
  set(isHolding: boolean): Promise<void> {
    if (isHolding !== this.isHolding) this.isSettled = false;
    this.isHolding = isHolding;
    return this.isSettled ? this.queue : this.settle();
  }

  /**
   * Puts the setting back if whoever held it is gone. A window with pending hunks of its own from
   * before a reload calls `set` first, lest auto save is on in between.
   */
  recover(): Promise<void> {
    return this.enqueue(async () => {
      if (!(await this.folder.isEmpty())) await this.folder.withLock(() => this.restoreIfFree());
    }, problemOfRestoring);
  }

  /** What turns auto save on although the user's setting is off: nothing that we could change. */
  overriddenBy(document?: vscode.TextDocument): 'workspace' | 'language' | undefined {
    const files = vscode.workspace.getConfiguration('files', document);
    if (files.get('autoSave') === OFF) return undefined;
    const values = files.inspect('autoSave');
    const ofWorkspace = [
      values?.workspaceValue,
      values?.workspaceFolderValue,
      values?.workspaceLanguageValue,
      values?.workspaceFolderLanguageValue,
    ];
    if (ofWorkspace.some((value) => value !== undefined)) return 'workspace';
    return values?.globalValue === OFF ? 'language' : undefined;
  }

  /** Leaves the setting as it is: closing a window with pending hunks must not save them. */
  dispose(): void {
    this.listening.dispose();
  }

  /** The user may change the setting while it is held, or make it writable again. */
  private follow(change: vscode.ConfigurationChangeEvent): void {
    const isLost =
      this.isHolding &&
      change.affectsConfiguration('files.autoSave') &&
      inspectUser().value !== OFF;
    if (isLost) this.isSettled = false;
    if (!this.isSettled) void this.settle();
  }

  private settle(): Promise<void> {
    return this.enqueue(
      async () => {
        if (this.isSettled) return;
        // What happens meanwhile makes it false again.
        this.isSettled = true;
        try {
          await this.folder.withLock(() => (this.isHolding ? this.hold() : this.release()));
        } catch (error) {
          this.isSettled = false;
          throw error;
        }
      },
      this.isHolding ? problemOfHolding : problemOfRestoring,
    );
  }

  private enqueue(work: () => Promise<void>, describe: () => string): Promise<void> {
    this.queue = this.queue.then(async () => {
      try {
        await work();
        if (this.isSettled) this.trouble = undefined;
      } catch (error) {
        this.trouble = describe();
        this.options.log.error('The setting files.autoSave could not be changed.', error);
      }
    });
    return this.queue;
  }

  private async hold(): Promise<void> {
    await this.folder.enter();
    const { value, standard } = inspectUser();
    if (value === OFF) return;
    if (value === undefined && standard === OFF) {
      // It is off by itself, and whatever the user had set before has been taken back.
      await this.folder.forget();
      return;
    }
    // Before the setting is changed, so that no crash loses it.
    await this.folder.save(value);
    await updateUser(OFF);
    this.options.log.info('Auto save is off while changes are pending.');
  }

  private async release(): Promise<void> {
    await this.folder.leave();
    await this.restoreIfFree();
  }

  private async restoreIfFree(): Promise<void> {
    if (await this.folder.removeDead()) return;
    const saved = await this.folder.saved();
    if (!saved) return;
    const { value } = inspectUser();
    // What is not off has just been set by the user. Writing it again does no harm if this window
    // has not heard yet that another one has turned it off since.
    await updateUser(value === OFF ? (saved.value ?? undefined) : value);
    await this.folder.forget();
    this.options.log.info('Auto save is again as it was.');
  }
}

function inspectUser(): { readonly value: unknown; readonly standard: unknown } {
  const values = vscode.workspace.getConfiguration('files').inspect('autoSave');
  return { value: values?.globalValue, standard: values?.defaultValue };
}

async function updateUser(value: unknown): Promise<void> {
  const files = vscode.workspace.getConfiguration('files');
  await files.update('autoSave', value, vscode.ConfigurationTarget.Global);
}

function problemOfHolding(): string {
  return t(
    'Auto save could not be turned off. Changes may be saved before you have reviewed them.',
  );
}

function problemOfRestoring(): string {
  return t('Auto save could not be turned on again. See files.autoSave in the settings.');
}

function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // One of another user is alive, though it may not be signalled.
    return !hasCode(error, 'ESRCH');
  }
}

import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { ApiProblem, makeFailure } from '../core/failure';
import type { ApiAccess } from '../core/ports';
import { readSetting } from './settings';

const SECRET = 'stanza.apiKey';
const DEFAULT_BASE_URL = 'https://api.anthropic.com';

/**
 * The key and the address. A stored key wins over the environment's, the setting over the
 * environment's address; nothing comes from a workspace.
 */
export class Access implements vscode.Disposable {
  readonly onDidChange: vscode.Event<void>;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly secrets: vscode.SecretStorage,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    this.onDidChange = this.changed.event;
    this.subscriptions = [
      this.changed,
      secrets.onDidChange(({ key }) => {
        if (key === SECRET) this.changed.fire();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('stanza.apiBaseUrl')) this.changed.fire();
      }),
    ];
  }

  async hasKey(): Promise<boolean> {
    return (await this.key()) !== undefined;
  }

  async storeKey(key: string): Promise<void> {
    await this.secrets.store(SECRET, key);
  }

  /** Forgets the stored key; one in the environment stays. */
  async clearKey(): Promise<void> {
    await this.secrets.delete(SECRET);
  }

  /** @throws ApiProblem where there is no key, or an address that is none */
  async read(): Promise<ApiAccess> {
    const baseUrl = this.baseUrl();
    const apiKey = await this.key();
    if (apiKey === undefined) {
      throw new ApiProblem(
        makeFailure(
          'noKey',
          t('There is no API key. Set one with the command "Stanza: Set API Key…".'),
        ),
      );
    }
    return { apiKey, baseUrl };
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async key(): Promise<string | undefined> {
    const stored = await this.secrets.get(SECRET);
    return stored || this.environment['ANTHROPIC_API_KEY']?.trim() || undefined;
  }

  private baseUrl(): string {
    const fromSetting = readSetting('apiBaseUrl').trim();
    const fromEnvironment = this.environment['ANTHROPIC_BASE_URL']?.trim();
    const text = fromSetting || fromEnvironment || DEFAULT_BASE_URL;
    if (isWebAddress(text)) return text;
    const message = fromSetting
      ? t('The setting stanza.apiBaseUrl is not a web address: "{0}".', text)
      : t('The environment variable ANTHROPIC_BASE_URL is not a web address: "{0}".', text);
    throw new ApiProblem(makeFailure('badBaseUrl', message));
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

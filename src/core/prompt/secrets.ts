import { t } from '@vscode/l10n';
import { extensionOf } from './paths';
import { isRandom } from './randomness';
import { matchSecret } from './secretPatterns';

type Secretlint = typeof import('./secretlint');

/**
 * Rules that we have wider ones for, which tell examples from secrets; and the one that lets a
 * comment in a file say that there is nothing to find.
 */
const LEFT_OUT_RULES = ['privatekey', 'basicauth', 'sendgrid', 'filter-comments'];

/**
 * The kind of the first secret in a text, in words; never the secret itself. A text that could not
 * be checked counts as one that holds a secret. Never throws.
 */
export async function findSecret(
  path: string,
  text: string,
  load: () => Promise<Secretlint> = loadSecretlint,
): Promise<string | undefined> {
  try {
    return matchSecret(path, text) ?? (await lint(path, text, await load()));
  } catch {
    return t('text that could not be checked');
  }
}

function loadSecretlint(): Promise<Secretlint> {
  return import('./secretlint');
}

async function lint(
  path: string,
  text: string,
  { lintSource, recommendedRules }: Secretlint,
): Promise<string | undefined> {
  // Places in what it reports are counted without the mark.
  const content = text.replace(/^\ufeff/, '');
  const rules = recommendedRules.filter(({ meta }) => !LEFT_OUT_RULES.includes(shortName(meta.id)));
  const { messages } = await lintSource({
    source: { content, filePath: path, ext: extensionForRules(path), contentType: 'text' },
    options: {
      // It must not read the file itself: an editor may hold another text.
      noPhysicFilePath: true,
      config: { rules: rules.map((rule) => ({ id: rule.meta.id, rule })) },
    },
  });
  const real = messages.find(({ range: [start, end] }) => isRandom(content.slice(start, end)));
  return real && kindOf(real.ruleId, real.messageId);
}

/** A rule for .p12 would read the disk by itself; .json tells it of keys in an account's file. */
function extensionForRules(path: string): string {
  return extensionOf(path) === 'json' ? '.json' : '.txt';
}

function kindOf(ruleId: string, messageId: string): string {
  switch (shortName(ruleId)) {
    case 'aws':
      return t('AWS secret access key');
    case 'gcp':
      return t('Google service account key');
    case 'github':
      return t('GitHub token');
    case 'npm':
      return messageId === 'PackageJSON_xOauthToken' ? t('GitHub token') : t('npm token');
    case 'slack':
      return messageId === 'IncomingWebhook' ? t('Slack webhook') : t('Slack token');
    case 'shopify':
      return t('Shopify key');
    case 'openai':
      return t('OpenAI API key');
    case 'linear':
      return t('Linear API key');
    case '1password':
      return t('1Password token');
    default:
      return t('access token');
  }
}

function shortName(ruleId: string): string {
  return ruleId.replace('@secretlint/secretlint-rule-', '');
}

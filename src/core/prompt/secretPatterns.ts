import { t } from '@vscode/l10n';
import { hasWords, isPlaceholder, isRandom, isStrongPassword } from './randomness';

/**
 * What a secret looks like. Every repetition is bounded or begins where the one before it has
 * ended, so that a hostile text takes no longer than another of its length.
 */
interface SecretPattern {
  /** Asked for when it is shown, since the language is not known before. */
  readonly kind: () => string;
  readonly pattern: RegExp;
  /** Whether a match is more than an example; by default whether it looks random. */
  readonly isReal?: (match: RegExpExecArray) => boolean;
  /** The files that it is for, where it is not for all. */
  readonly paths?: RegExp;
}

/** Known to everyone: from the standard's own page, and from Azure's emulator. */
const WELL_KNOWN =
  /SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c|Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IF/;

const SECRET_WORD =
  'pass(?:word|wd|phrase)|pwd|secret|token(?!iz)|credential|(?:api|access|private|auth|encryption|signing)[_-]?key';

/** Settings, where values stand without quotes. */
const SETTINGS_FILE =
  /(?:^|\/)(?:[^/.]+|[^/]*\.(?:env|ya?ml|properties|ini|cfg|conf|config|toml|sh|bash|zsh|bat|cmd|ps1|tf|txt|md)|\.env[^/]*|Dockerfile[^/]*)$/i;

const PATTERNS: readonly SecretPattern[] = [
  { kind: () => t('Anthropic API key'), pattern: /\bsk-ant-[a-z0-9]{2,12}-[\w-]{20,200}/g },
  {
    kind: () => t('private key'),
    // A header alone is code that reads keys; with something after it, even cut short, it is one.
    pattern:
      /-----BEGIN ?[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!-)){0,200}?[A-Za-z0-9+/]{30}/g,
    isReal: ([match]) => !isPlaceholder(match),
  },
  {
    kind: () => t('AWS access key'),
    pattern: /\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g,
  },
  { kind: () => t('Google API key'), pattern: /\bAIza[\w-]{35}(?![\w-])/g },
  { kind: () => t('Google OAuth secret'), pattern: /\b(?:GOCSPX-[\w-]{28}|ya29\.[\w-]{30,200})/g },
  {
    kind: () => t('Stripe key'),
    pattern: /\b(?:[sr]k_live_[A-Za-z0-9]{16,128}|whsec_[A-Za-z0-9+/]{32,64})/g,
  },
  { kind: () => t('Twilio key'), pattern: /\bSK[0-9a-f]{32}\b/g },
  { kind: () => t('SendGrid key'), pattern: /\bSG\.[\w-]{16,32}\.[\w-]{32,64}/g },
  { kind: () => t('GitLab token'), pattern: /\bgl(?:pat|ptt|dt|rt|cbt)-[\w-]{20,100}/g },
  { kind: () => t('Hugging Face token'), pattern: /\bhf_[A-Za-z0-9]{34}\b/g },
  { kind: () => t('PyPI token'), pattern: /\bpypi-AgE[\w-]{50,250}/g },
  {
    kind: () => t('signed web token'),
    // It begins where no other such character stands before, or each of them would be a start.
    pattern: /(?<![\w-])(eyJ[\w-]{10,2000})\.eyJ[\w-]{10,4000}\.[\w-]{30,1000}/g,
    isReal: ([match, header = '']) => !isPlaceholder(match) && isSigned(header),
  },
  {
    kind: () => t('Azure storage key'),
    pattern: /\b(?:AccountKey=[A-Za-z0-9+/]{86}==|SharedAccessKey=[A-Za-z0-9+/]{43}=)/g,
  },
  {
    kind: () => t('password in a URL'),
    pattern: /:\/\/([^\s:/?#@'"`<>]{0,80}):([^\s:/?#@'"`<>]{3,200})@([\w.-]{1,100})/g,
    isReal: ([, user = '', password = '', host = '']) => isUrlPassword(user, password, host),
  },
  {
    kind: () => t('password or token in an assignment'),
    pattern: new RegExp(
      `(${SECRET_WORD})([\\w-]{0,20})["'\`]?\\]?(?:[ \\t]{0,4}:[ \\t]{0,4}[A-Za-z]{1,20})?[ \\t]{0,8}(?:=>|:=|[=:,])[ \\t]{0,8}["'\`]([^"'\`\\s]{8,300})["'\`]`,
      'gi',
    ),
    isReal: isAssigned,
  },
  {
    kind: () => t('password or token in an assignment'),
    pattern: new RegExp(
      `^[ \\t]{0,40}(?:(?:export|set|ENV|ARG|-)[ \\t]{1,4})?[\\w.-]{0,60}?(${SECRET_WORD})([\\w-]{0,20})[ \\t]{0,8}[=:][ \\t]{0,8}([^"'\`\\s]{8,300})[ \\t]{0,20}\\r?$`,
      'gim',
    ),
    isReal: isAssigned,
    paths: SETTINGS_FILE,
  },
];

/** The kind of the first pattern that finds a secret; undefined where none does. */
export function matchSecret(path: string, text: string): string | undefined {
  return PATTERNS.find((each) => (each.paths?.test(path) ?? true) && occursIn(text, each))?.kind();
}

function occursIn(text: string, { pattern, isReal = looksReal }: SecretPattern): boolean {
  for (const match of text.matchAll(pattern)) {
    if (!WELL_KNOWN.test(match[0]) && isReal(match)) return true;
  }
  return false;
}

function looksReal([match]: RegExpExecArray): boolean {
  return isRandom(match);
}

function isSigned(header: string): boolean {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(header, 'base64url').toString());
    return (
      typeof parsed === 'object' && parsed !== null && 'alg' in parsed && parsed.alg !== 'none'
    );
  } catch {
    return false;
  }
}

/** What a secret's name may end with when it names something about a secret. */
const ABOUT =
  /(?:name|path|file|dir|url|uri|type|kind|field|label|id|ids|endpoint|expiry|expires|length|regex|pattern|hint|ref|arn|param|prefix|header|cookie|placeholder|class|hash|digest|selector|format|version|scope|scopes|provider|service|column|table|message|error|policy)$/i;

function isAssigned([, word = '', rest = '', value = '']: RegExpExecArray): boolean {
  if (ABOUT.test(rest)) return false;
  return /^p/i.test(word) && !/key$/i.test(word) ? isStrongPassword(value) : isLongToken(value);
}

function isLongToken(value: string): boolean {
  return value.length >= 16 && isRandom(value) && !hasWords(value) && /\d/.test(value);
}

/** On this machine, or in a network of containers, passwords are mostly there for show. */
const LOCAL_HOST = /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|[^.]*|host\.docker\.internal)$|\.local$/i;

const EXAMPLE_HOST = /(?:^|\.)example(?:\.\w+)?$|\.test$|\.invalid$/i;

function isUrlPassword(user: string, password: string, host: string): boolean {
  if (password === user || EXAMPLE_HOST.test(host)) return false;
  if (LOCAL_HOST.test(host)) return isStrongPassword(password);
  return !isPlaceholder(password) && !hasWords(password) && new Set(password).size > 3;
}

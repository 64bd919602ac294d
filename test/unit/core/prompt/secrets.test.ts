import assert from 'node:assert/strict';
import { findSecret } from '../../../../src/core/prompt/secrets';
import { Random } from '../random';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const BASE62 = LOWER + UPPER + DIGITS;

const random = new Random(20);

/** Made anew in every run, so that no secret stands in the repository. */
function some(length: number, alphabet: string = BASE62): string {
  return Array.from({ length }, () => alphabet[random.upTo(alphabet.length - 1)]).join('');
}

/** Put together here alone, so that no scanner takes this file for what it tests. */
function glue(...parts: readonly string[]): string {
  return parts.join('');
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function pem(name: string, body: string): string {
  return glue('-----BEGIN ', name, '-----\n', body);
}

const jwtBody = base64url({ sub: 'u-1', iat: 1_700_000_000 });

type Case = readonly [text: string, kind: string, path?: string];

const ASSIGNMENT = 'password or token in an assignment';

const hits: Readonly<Record<string, Case>> = {
  'an Anthropic key': [glue('key = "sk-', 'ant-api03-', some(80), '"'), 'Anthropic API key'],
  'an AWS key id alone': [glue('id: AK', 'IA', some(16, UPPER)), 'AWS access key'],
  'a temporary AWS key id': [glue('AS', 'IA', some(16, UPPER + DIGITS)), 'AWS access key'],
  'an AWS secret': [glue('aws_secret_', 'access_key = ', some(40)), 'AWS secret access key'],
  'a private key': [pem('RSA PRIVATE KEY', some(64)), 'private key'],
  'a private key that is cut short': [pem('PRIVATE KEY', some(33)), 'private key'],
  'an encrypted private key': [
    pem('EC PRIVATE KEY', `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES,0A\n\n${some(64)}`),
    'private key',
  ],
  'a PGP key': [pem('PGP PRIVATE KEY BLOCK', `\nlQ${some(64)}`), 'private key'],
  'a private key in a string': [
    `{"key": "${glue('-----BEGIN ', 'OPENSSH PRIVATE KEY-----')}\\n${some(64)}"}`,
    'private key',
  ],
  'a Google API key': [glue('AI', 'za', some(35)), 'Google API key'],
  'a Google OAuth secret': [glue('GOC', 'SPX-', some(28)), 'Google OAuth secret'],
  'a Google access token': [glue('ya', '29.', some(60)), 'Google OAuth secret'],
  'a Stripe key': [glue('sk_', 'live_', some(24)), 'Stripe key'],
  'a restricted Stripe key': [glue('rk_', 'live_', some(24)), 'Stripe key'],
  'a Twilio key': [glue('S', 'K', some(32, 'abcdef0123456789')), 'Twilio key'],
  'a SendGrid key': [glue('S', 'G.', some(22), '.', some(43)), 'SendGrid key'],
  'a GitLab token': [glue('gl', 'pat-', some(20)), 'GitLab token'],
  'a Hugging Face token': [glue('h', 'f_', some(34)), 'Hugging Face token'],
  'a PyPI token': [glue('py', 'pi-AgE', some(80)), 'PyPI token'],
  'a signed web token': [
    `${base64url({ alg: 'RS256', typ: 'JWT' })}.${jwtBody}.${some(86)}`,
    'signed web token',
  ],
  'an Azure storage key': [glue('Account', 'Key=', some(86), '=='), 'Azure storage key'],
  'a GitHub token': [glue('gh', 'p_', some(36)), 'GitHub token'],
  'a fine-grained GitHub token': [glue('github_', 'pat_', some(82)), 'GitHub token'],
  'an npm token': [glue('np', 'm_', some(36)), 'npm token'],
  'a Slack token': [
    glue('xo', 'xb-', some(12, DIGITS), '-', some(12, DIGITS), '-', some(24)),
    'Slack token',
  ],
  'a Slack webhook': [
    glue('https://hooks.', 'slack.com/services/T', some(8), '/B', some(8), '/', some(24)),
    'Slack webhook',
  ],
  'an OpenAI key': [glue('s', 'k-', some(20), 'T3Blbk', 'FJ', some(20)), 'OpenAI API key'],
  'a Linear key': [glue('lin_', 'api_', some(40)), 'Linear API key'],
  'a Shopify key': [glue('shp', 'at_', some(32)), 'Shopify key'],
  'a password in a URL': [`https://build:${some(12)}@git.acme.io/repo`, 'password in a URL'],
  'a password of a database': [`postgres://app:${some(20)}@db:5432/app`, 'password in a URL'],
  'a strong password': [`const password = "${some(6)}aZ9!"`, ASSIGNMENT],
  'a password of a constant': [`  DB_PASSWORD: '${some(14)}x7Q'`, ASSIGNMENT],
  'a password in PHP': [`define('DB_PASSWORD', '${some(14)}x7Q');`, ASSIGNMENT],
  'a typed token': [`const token: string = '${some(38)}q7';`, ASSIGNMENT],
  'a key in JSON': [`{"api_key": "${some(38)}4k"}`, ASSIGNMENT, 'a.json'],
  'a secret of hexadecimal digits': [`secret='${some(40, 'abcdef0123456789')}'`, ASSIGNMENT],
  'a setting without quotes': [`\nCLIENT_SECRET=${some(30)}z5\n`, ASSIGNMENT, 'env.properties'],
  'an exported variable': [`export API_TOKEN=${some(30)}z5\r\n`, ASSIGNMENT, 'run.sh'],
  'a secret that a comment would let pass': [
    `// secretlint-disable\n${glue('gh', 'p_', some(36))}`,
    'GitHub token',
  ],
  'a secret after a mark': [`\ufeff${glue('gh', 'p_', some(36))}`, 'GitHub token'],
};

const misses: Readonly<Record<string, readonly [text: string, path?: string]>> = {
  nothing: [''],
  'a simple password': ['password = "changeme"'],
  'an example of a password': ['password: "Password123!"'],
  'a password for tests': ["const password = 'test-Passw0rd'"],
  'a placeholder in brackets': ['api_key = "<your key>"'],
  'a placeholder in words': ['API_KEY="your-api-key-goes-here-1"'],
  'a variable of the environment': ['const token = process.env.GITHUB_TOKEN_1234567;'],
  'a variable in a template': ['token: "${secrets.DEPLOY_TOKEN_2}"', 'ci.yml'],
  'a variable without quotes': ['token: ${{ secrets.DEPLOY_TOKEN_2 }}', 'ci.yml'],
  'a shell variable': ['PASSWORD=$DB_PASSWORD_9x', 'run.sh'],
  'a call': ['TOKEN=$(vault read -field=token a1)', 'run.sh'],
  'the name of a secret': ['secretName: "my-app-tls-2f9x7k1b3c4d5e"', 'k8s.yaml'],
  'words with hyphens': ['token: "user-profile-session-2"'],
  'a path': ['private_key = "/etc/ssl/private/server-2024.key"'],
  'an address': ['token_url = "https://login.acme.io/oauth2/v2/token"'],
  'an identifier': ['accessToken: "currentUserAccess2"'],
  'a tokenizer': ['tokenizer = "cl100k_base_2024_v3_x9"'],
  'a number': ['max_tokens: 4096', 'a.yml'],
  'the header of a key': [`if (text.startsWith('${glue('-----BEGIN ', 'PRIVATE KEY-----')}'))`],
  'the header and the end of a key': [
    `a('${glue('-----BEGIN ', 'PRIVATE KEY-----')}', '${glue('-----END ', 'PRIVATE KEY-----')}')`,
  ],
  'a public key': [pem('PUBLIC KEY', some(64))],
  'a certificate': [pem('CERTIFICATE', some(64))],
  "AWS's own example": [glue('AK', 'IAIOSFODNN7', 'EXAMPLE')],
  "AWS's own secret": [
    glue('aws_secret_access_key = ', 'wJalrXUtnFEMI/K7MDENG/', 'bPxRfiCYEXAMPLEKEY'),
  ],
  'a GitHub token of crosses': [glue('gh', 'p_', 'x'.repeat(36))],
  'a Slack token in words': [glue('xo', 'xb-', 'your-token-here')],
  'a Stripe key for tests': [glue('sk_', 'test_', some(24))],
  'an AWS account': ['aws_account_id = "123456789012"'],
  'a web token without a signature': [`${base64url({ alg: 'none' })}.${jwtBody}.`],
  'a web token whose header is none': [`eyJ${some(30)}.eyJ${some(30)}.${some(40)}`],
  "the standard's own web token": [
    `${base64url({ alg: 'HS256' })}.${jwtBody}.${glue('SflKxwRJSMeKKF2QT4fwpMeJf36POk6y', 'JV_adQssw5c')}`,
  ],
  'a URL with an example': ['https://user:pass@example.com/'],
  'a URL with words': ['https://user:password@git.acme.io/'],
  'a database on this machine': ['postgres://postgres:postgres@localhost:5432/app'],
  'a URL with variables': ['https://x-access-token:${TOKEN}@github.com/a/b'],
  'a URL with a port': ['http://acme.io:8080/a@b'],
  'a member of a library': ['SG.utils.mapValues(a)'],
  'a commit': ['uses: actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3', 'ci.yml'],
  'a checksum': ['"integrity": "sha512-' + some(86) + '=="', 'a.json'],
  'a word of a sentence': ['The secret: "understanding", as they say, of tokens.', 'README.md'],
  'a long identifier': ['const AKIAFACTORYBUILDERCLASSNAMES = 1'],
};

function broken(): Promise<never> {
  return Promise.reject(new Error('no such file'));
}

describe('findSecret', () => {
  for (const [what, [text, kind, path]] of Object.entries(hits)) {
    it(`finds ${what}`, async () => {
      const found = await findSecret(path ?? 'src/a.ts', `// first\n${text}\n// last`);
      assert.equal(found, kind, text);
      assert.equal(await findSecret(path ?? 'src/a.ts', text), kind, text);
    });
  }

  for (const [what, [text, path]] of Object.entries(misses)) {
    it(`passes ${what}`, async () => {
      assert.equal(await findSecret(path ?? 'src/a.ts', text), undefined, text);
    });
  }

  it('finds nearly all tokens that were made by chance', async () => {
    let missed = 0;
    for (let round = 0; round < 1000; round += 1) {
      const alphabet = random.pick([BASE62, LOWER + DIGITS, 'abcdef0123456789']);
      // Some hold a word such as "foo", or look like one.
      if (!(await findSecret('a.py', `token = "${some(32, alphabet)}"`))) missed += 1;
    }
    assert.ok(missed <= 10, `${missed} of 1000`);
  });

  it('finds the key of a service account', async () => {
    const key = glue('-----BEGIN ', 'PRIVATE KEY-----');
    const account = JSON.stringify({ private_key_id: 'a', private_key: key });
    assert.equal(await findSecret('a.json', account), 'Google service account key');
  });

  it('does not pass a text that cannot be checked', async () => {
    assert.equal(await findSecret('a.ts', 'a', broken), 'text that could not be checked');
    const key = glue('AK', 'IA', some(16, UPPER));
    assert.equal(await findSecret('a.ts', key, broken), 'AWS access key');
  });

  it('never throws', async () => {
    const pieces = ['password', '=', ':', '"', "'", '://', '@', 'eyJ', '.', '-----BEGIN ', '\0'];
    for (let round = 0; round < 100; round += 1) {
      const text = Array.from({ length: 20 }, () =>
        random.chance(0.5) ? random.text() : pieces[random.upTo(pieces.length - 1)],
      ).join('');
      await findSecret(random.pick(['', '.env', 'a.json', 'package.json', '/', 'a.p12']), text);
    }
  });

  const hostile: readonly string[] = [
    'password',
    'token = ',
    'token="',
    'token\n',
    'eyJ',
    '-eyJ',
    'eyJaaaaaaaaaaaaa.',
    '://',
    '://a:',
    '://a:b',
    'a:b@',
    'https://a:',
    '-----BEGIN ',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----\n',
    'AKIA',
    'sk-ant-',
    'SG.',
    'SG.aaaaaaaaaaaaaaaaaaaaaa.',
    'xoxb-a-',
    'xoxb-',
    'ops_ey',
    '_authToken=',
    ' ',
    '\n',
    '\t=',
    'a',
    'A1',
    '"',
    'secret-',
    'secret : string',
    'AccountKey=',
    'secretlint-disable-line ',
    'aws_secret_access_key ',
  ];
  it('takes no longer for a hostile text', async function () {
    this.timeout(60_000);
    for (const piece of hostile) {
      const text = piece.repeat(Math.ceil((256 * 1024) / piece.length));
      const start = performance.now();
      await findSecret('package.json', text);
      await findSecret('.env.example', text);
      const ms = performance.now() - start;
      assert.ok(ms < 1500, `${JSON.stringify(piece)} took ${Math.round(ms)} ms`);
    }
  });
});

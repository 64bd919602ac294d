import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ApiProblem } from '../../src/core/failure';
import { Access } from '../../src/host/access';

/** Secrets in memory, for the real ones belong to the extension that runs. */
class Secrets implements vscode.SecretStorage {
  private readonly stored = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.SecretStorageChangeEvent>();
  readonly onDidChange = this.changed.event;

  async keys(): Promise<string[]> {
    return [...this.stored.keys()];
  }

  async get(key: string): Promise<string | undefined> {
    return this.stored.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    this.stored.set(key, value);
    this.changed.fire({ key });
  }

  async delete(key: string): Promise<void> {
    this.stored.delete(key);
    this.changed.fire({ key });
  }
}

describe('the key and the address', () => {
  const open: Access[] = [];

  function accessWith(environment: NodeJS.ProcessEnv): Access {
    const access = new Access(new Secrets(), environment);
    open.push(access);
    return access;
  }

  afterEach(() => {
    for (const access of open.splice(0)) access.dispose();
  });

  it('a stored key wins over the one of the environment, and clearing it gives that one back', async () => {
    const access = accessWith({ ANTHROPIC_API_KEY: 'sk-environment' });
    assert.equal((await access.read()).apiKey, 'sk-environment');
    await access.storeKey('sk-stored');
    assert.equal((await access.read()).apiKey, 'sk-stored');
    await access.clearKey();
    assert.equal((await access.read()).apiKey, 'sk-environment');
  });

  it('tells when the key changes', async () => {
    const access = accessWith({});
    assert.equal(await access.hasKey(), false);
    const change = new Promise<void>((resolve) => access.onDidChange(resolve));
    await access.storeKey('sk-new');
    await change;
    assert.equal(await access.hasKey(), true);
  });

  it('without a key there is a sentence that says what to do', async () => {
    await assert.rejects(accessWith({ ANTHROPIC_API_KEY: ' ' }).read(), (error) => {
      assert.ok(error instanceof ApiProblem);
      assert.equal(error.failure.kind, 'noKey');
      assert.match(error.message, /Stanza: Set API Key…/);
      return true;
    });
  });

  it("goes to Anthropic's own address, or to that of the environment", async () => {
    const key = { ANTHROPIC_API_KEY: 'sk' };
    assert.equal((await accessWith(key).read()).baseUrl, 'https://api.anthropic.com');
    const proxied = accessWith({ ...key, ANTHROPIC_BASE_URL: 'https://proxy.example/claude' });
    assert.equal((await proxied.read()).baseUrl, 'https://proxy.example/claude');
  });

  it('names an address that is none', async () => {
    for (const url of ['proxy.example', 'file:///etc/passwd', 'javascript:alert(1)']) {
      const access = accessWith({ ANTHROPIC_API_KEY: 'sk', ANTHROPIC_BASE_URL: url });
      await assert.rejects(access.read(), (error) => {
        assert.ok(error instanceof ApiProblem);
        assert.equal(error.failure.kind, 'badBaseUrl');
        assert.ok(error.message.includes(url), error.message);
        return true;
      });
    }
  });
});

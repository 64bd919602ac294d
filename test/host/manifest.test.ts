import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

const extension = vscode.extensions.getExtension('stanza.stanza');

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { scope: string; default: unknown }>>;
    };
    readonly viewsContainers: Readonly<Record<string, readonly { id: string; title: string }[]>>;
    readonly views: Readonly<Record<string, readonly { id: string; type: string }[]>>;
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] };
    readonly virtualWorkspaces: boolean;
  };
}

/** The names that users, keybindings and scripts hold on to. */
const TITLES: Readonly<Record<string, string>> = {
  'stanza.explain': 'Explain',
  'stanza.refactor': 'Refactor…',
  'stanza.fixProblem': 'Fix Problem',
  'stanza.writeTests': 'Write Tests',
  'stanza.document': 'Document',
  'stanza.acceptHunk': 'Accept Change',
  'stanza.rejectHunk': 'Reject Change',
  'stanza.acceptAll': 'Accept All Changes',
  'stanza.rejectAll': 'Reject All Changes',
  'stanza.nextHunk': 'Next Change',
  'stanza.previousHunk': 'Previous Change',
  'stanza.newConversation': 'New Conversation',
  'stanza.stop': 'Stop',
  'stanza.showSpend': 'Show Spend',
  'stanza.showPrefix': 'Show What Is Sent',
  'stanza.screenshotToCode': 'Screenshot to Code…',
  'stanza.setApiKey': 'Set API Key…',
  'stanza.clearApiKey': 'Clear API Key',
};

describe('the manifest', () => {
  let manifest: Manifest;
  let texts: Readonly<Record<string, string>>;

  before(async () => {
    assert.ok(extension, 'The extension is not there.');
    await extension.activate();
    const read = (file: string) => readFileSync(path.join(extension.extensionPath, file), 'utf8');
    manifest = JSON.parse(read('package.json'));
    texts = JSON.parse(read('package.nls.json'));
  });

  it('contributes the public commands under their public titles, and no others', () => {
    const titles = manifest.contributes.commands.map(({ command, title, category }) => {
      assert.equal(category, 'Stanza', command);
      return [command, texts[title.replaceAll('%', '')]];
    });
    assert.deepEqual(Object.fromEntries(titles), TITLES);
  });

  it('has each of its commands registered, and registers no other', async () => {
    const ours = /^stanza\.(?!chat\.|changes\.)/;
    const registered = (await vscode.commands.getCommands(true)).filter((id) => ours.test(id));
    assert.deepEqual(registered.toSorted(), Object.keys(TITLES).toSorted());
  });

  it('puts the chat into a container of its own in the secondary side bar', () => {
    const [container] = manifest.contributes.viewsContainers['secondarySidebar'] ?? [];
    assert.equal(container?.title, 'Stanza');
    const [view] = manifest.contributes.views[container?.id ?? ''] ?? [];
    assert.deepEqual([view?.id, view?.type], ['stanza.chat', 'webview']);
    assert.equal(texts['view.chat'], 'Chat');
  });

  it('keeps every setting out of the reach of workspaces', async () => {
    const { properties } = manifest.contributes.configuration;
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    assert.equal(virtualWorkspaces, true);
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, Object.keys(properties));
    for (const [name, { scope }] of Object.entries(properties)) {
      assert.equal(scope, 'application', name);
      const write = vscode.workspace
        .getConfiguration()
        .update(name, 'http://evil.example', vscode.ConfigurationTarget.Workspace);
      await assert.rejects(async () => write, name);
    }
  });

  it('has a text for every key, and a key for every text', () => {
    const used = JSON.stringify(manifest).match(/(?<=%)[\w.]+(?=%)/g) ?? [];
    assert.deepEqual([...new Set(used)].toSorted(), Object.keys(texts).toSorted());
  });

  it('does not load the SDK before it is needed', () => {
    assert.ok(extension?.isActive);
    const loaded = Object.keys(require.cache).filter((file) => file.endsWith('sdk.js'));
    assert.deepEqual(loaded, []);
  });
});

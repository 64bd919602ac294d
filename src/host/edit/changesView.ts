import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Hunk } from '../../core/edit/hunk';
import type { EditedDocument } from './editedDocument';
import type { Edits } from './edits';

/** A document, or one of its hunks; also what the commands of the list are called with. */
interface Item {
  readonly uri: vscode.Uri;
  readonly hunk?: number;
}

/** The list of all pending changes, by document. */
export class ChangesView implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  static readonly id = 'stanza.changes';

  readonly onDidChangeTreeData: vscode.Event<void>;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<Item>;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly edits: Edits) {
    this.onDidChangeTreeData = this.changed.event;
    this.view = vscode.window.createTreeView(ChangesView.id, { treeDataProvider: this });
    this.subscription = edits.onDidChange(() => this.changed.fire());
  }

  getChildren(item?: Item): Item[] {
    if (!item) return this.edits.pending().map(({ uri }) => ({ uri }));
    if (item.hunk !== undefined) return [];
    const changes = this.edits.pendingAt(item.uri)?.text.changes ?? [];
    return changes.map(({ id }) => ({ uri: item.uri, hunk: id }));
  }

  getTreeItem({ uri, hunk: id }: Item): vscode.TreeItem {
    const edited = this.edits.pendingAt(uri);
    const hunk = edited?.text.changes.find((each) => each.id === id);
    // What was reviewed since the list was drawn is gone from the next one.
    if (!edited) return new vscode.TreeItem(uri);
    return hunk ? hunkItem(edited, hunk) : documentItem(edited);
  }

  dispose(): void {
    this.subscription.dispose();
    this.view.dispose();
    this.changed.dispose();
  }
}

function documentItem({ uri, text }: EditedDocument): vscode.TreeItem {
  const item = new vscode.TreeItem(uri, vscode.TreeItemCollapsibleState.Expanded);
  item.id = uri.toString();
  item.description = t('Changes: {0}', text.changes.length);
  item.contextValue = 'document';
  return item;
}

function hunkItem({ uri, text }: EditedDocument, hunk: Hunk): vscode.TreeItem {
  const { id, start, end, old } = hunk;
  const shown = end > start ? text.lines.slice(start, end) : old;
  const words = (shown.find((line) => line.trim() !== '') ?? '').trim();
  const item = new vscode.TreeItem(words === '' ? t('Blank lines') : words);
  item.id = `${uri.toString()} ${id}`;
  item.description = t('Line {0}: −{1} +{2}', start + 1, old.length, end - start);
  item.contextValue = 'hunk';
  item.command = {
    title: t('Show'),
    command: 'vscode.open',
    arguments: [uri, { selection: new vscode.Range(start, 0, start, 0) }],
  };
  return item;
}

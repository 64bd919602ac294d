import type * as vscode from 'vscode';
import { splitLines } from '../../core/edit/lines';
import type { ToldFile } from '../../core/prompt/screenshotMessage';
import type { EditTask } from '../tasks/editTask';
import { openNamed } from './screenFiles';

interface WrittenFile {
  document: vscode.TextDocument;
  readonly path: string;
  /** As the last answer left it; undefined where nobody knows any more. */
  readonly text: string | undefined;
}

/** The files that the answers of a run have written, the one that was asked for first. */
export class WrittenFiles {
  private files: WrittenFile[];

  /** @param others written before a reload, by their paths */
  constructor(
    main: vscode.TextDocument,
    path: string,
    others: ReadonlyMap<string, vscode.TextDocument> = new Map(),
  ) {
    this.files = [{ document: main, path, text: undefined }];
    for (const [each, document] of others) {
      if (each !== path) this.files.push({ document, path: each, text: undefined });
    }
  }

  get documents(): readonly vscode.TextDocument[] {
    return this.files.map(({ document }) => document);
  }

  get paths(): readonly string[] {
    return this.files.map(({ path }) => path);
  }

  /** All their texts as one, which tells whether anything has changed. */
  get texts(): string {
    return this.files.map(({ document }) => document.getText()).join('\0');
  }

  /** A file that was saved for the first time, or closed, has another document from then on. */
  async reopen(): Promise<void> {
    for (const file of this.files) {
      if (!file.document.isClosed) continue;
      file.document = (await openNamed(file.path)) ?? file.document;
    }
  }

  /** Takes what an answer has left, so that what the user changes from then on can be told. */
  remember({ written }: EditTask): void {
    const now = written.map(({ edited: { document }, path }) => ({
      document,
      path,
      text: document.getText(),
    }));
    const others = this.files.filter(({ path }) => now.every((each) => each.path !== path));
    const [main, ...rest] = now;
    this.files = main ? [main, ...others, ...rest] : others;
  }

  /** The files whose text is not as the last answer left it. */
  changed(): readonly ToldFile[] {
    return this.files.flatMap(({ document, path, text }) =>
      document.getText() === text ? [] : { path, lines: splitLines(document.getText()) },
    );
  }
}

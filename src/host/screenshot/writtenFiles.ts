import type * as vscode from 'vscode';
import { splitLines } from '../../core/edit/lines';
import type { ToldFile } from '../../core/prompt/screenshotMessage';
import type { EditTask } from '../tasks/editTask';
import { findWritten } from './screenFiles';

interface WrittenFile {
  readonly path: string;
  /** Undefined where it was not found again, as after a reload. */
  document: vscode.TextDocument | undefined;
  /** As the last answer left it; undefined where nobody knows any more. */
  readonly text: string | undefined;
}

/** The files that the answers of a run have written, the one that was asked for first. */
export class WrittenFiles {
  private files: WrittenFile[];

  /**
   * @param document of the first path, where it is known
   * @param paths of other files those that were written before a reload
   */
  constructor(document: vscode.TextDocument | undefined, paths: readonly string[]) {
    this.files = [...new Set(paths)].map((path, index) => ({
      path,
      document: index === 0 ? document : undefined,
      text: undefined,
    }));
  }

  /** The one that was asked for. */
  get main(): vscode.TextDocument | undefined {
    return this.files[0]?.document;
  }

  get paths(): readonly string[] {
    return this.files.map(({ path }) => path);
  }

  /** All their texts as one, which tells whether anything has changed. */
  get texts(): string {
    return this.files.map(({ document }) => document?.getText() ?? '').join('\0');
  }

  documentAt(index: number): vscode.TextDocument | undefined {
    return this.files[index]?.document;
  }

  /** A file that was saved for the first time, or closed, has another document from then on. */
  async findAgain(): Promise<void> {
    for (const file of this.files) {
      if (file.document?.isClosed === false) continue;
      file.document = (await findWritten(file.path)) ?? file.document;
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
      !document || document.getText() === text
        ? []
        : { path, lines: splitLines(document.getText()) },
    );
  }
}

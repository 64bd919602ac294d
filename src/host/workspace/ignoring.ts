import ignore from 'ignore';
import type { Ignore } from 'ignore';
import type { Slices } from '../../core/slices';

export const GIT_IGNORE = '.gitignore';
export const STANZA_IGNORE = '.stanzaignore';

/** Where git keeps the rules of one clone. */
export const CLONE_IGNORE = '.git/info/exclude';

export type IgnoreReason = 'ignored' | 'excluded';

/** What the ignore files of one folder say. */
export interface IgnoreTexts {
  readonly git?: string | undefined;
  readonly stanza?: string | undefined;
}

/**
 * What nobody wants to send, whatever the ignore files say: repositories, installed packages and
 * the caches of tools. `.git` may be a file; the others are folders.
 */
const NEVER = new RegExp(
  String.raw`(^|/)(\.git(/|$)|(${[
    String.raw`\.(hg|svn|bzr|jj|sl|pijul)|CVS|_darcs`,
    String.raw`node_modules|bower_components|jspm_packages|\.pnpm-store|\.yarn/(cache|unplugged)`,
    String.raw`__pycache__|\.(venv|tox|nox|eggs|mypy_cache|pytest_cache|ruff_cache)`,
    String.raw`\.(gradle|terraform|direnv|bundle|dart_tool|stack-work|vs)`,
    String.raw`\.(next|nuxt|svelte-kit|parcel-cache|turbo|nyc_output|angular|vscode-test)`,
  ].join('|')})/)`,
);

/** The library keeps the result for every path that it was asked for. */
const MOST_KEPT = 10_000;

/** So many patterns are compiled in a few milliseconds. */
const COMPILED_AT_ONCE = 100;

/**
 * Matching a pattern with more of them can take hours in a deep folder; nobody writes one, except
 * to keep the thread busy.
 */
const MOST_GLOBSTARS = 3;

/** The rules that hold in one folder: its own and those of all folders around it. */
export class Rules {
  private constructor(
    private readonly setting: RuleSet,
    private readonly stanza: RuleSet,
    private readonly git: RuleSet,
  ) {}

  /**
   * The rules before any file is read.
   * @param exclude patterns of the user, which no file of the workspace can take back
   * @param ignoreCase whether the file system does, which git goes by
   */
  static of(
    exclude: readonly string[],
    ignoreCase = process.platform === 'win32' || process.platform === 'darwin',
  ): Rules {
    const none = new RuleSet(ignore({ ignoreCase }), ignoreCase);
    const lines = exclude.flatMap((pattern) => moveInto('', pattern));
    return new Rules(
      lines.length === 0 ? none : none.with(ignore({ ignoreCase }).add(lines)),
      none,
      none,
    );
  }

  /**
   * @param folder ends with a slash; `''` is the folder of the workspace
   * @throws where what a file says cannot be judged in a reasonable time
   */
  async below(folder: string, { git, stanza }: IgnoreTexts, slices: Slices): Promise<Rules> {
    if (git === undefined && stanza === undefined) return this;
    return new Rules(
      this.setting,
      await this.stanza.below(folder, stanza ?? '', slices),
      await this.git.below(folder, git ?? '', slices),
    );
  }

  /**
   * Why a path stays on the machine, also because of a folder that it is in.
   * @param path relative to the folder of the workspace; that of a folder ends with a slash
   */
  reasonFor(path: string): IgnoreReason | undefined {
    if (NEVER.test(path)) return 'ignored';
    if (this.setting.matches(path) || this.stanza.matches(path)) return 'excluded';
    return this.git.matches(path) ? 'ignored' : undefined;
  }
}

/** Patterns in their order, of which the last one that matches decides. */
class RuleSet {
  private asked = 0;

  constructor(
    private patterns: Ignore,
    private readonly ignoreCase: boolean,
    private readonly isEmpty = true,
  ) {}

  /** These patterns and behind them, so that they win, those of a file in a folder below. */
  async below(folder: string, text: string, slices: Slices): Promise<RuleSet> {
    const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
    const patterns = lines.flatMap((line) => moveInto(folder, line));
    if (patterns.some((pattern) => pattern.split('**').length - 1 > MOST_GLOBSTARS)) {
      throw new Error('An ignore file has a pattern that would take too long.');
    }
    const sum = this.copy();
    for (let start = 0; start < patterns.length; start += COMPILED_AT_ONCE) {
      const some = ignore({ ignoreCase: this.ignoreCase });
      some.add(patterns.slice(start, start + COMPILED_AT_ONCE));
      // A pattern is compiled when it is first matched, and again for speed the next time.
      for (const path of ['a', 'b']) some.ignores(path);
      sum.add(some);
      if (slices.isDue) await slices.pause();
    }
    return patterns.length === 0 ? this : this.with(sum);
  }

  with(patterns: Ignore): RuleSet {
    return new RuleSet(patterns, this.ignoreCase, false);
  }

  matches(path: string): boolean {
    if (this.isEmpty) return false;
    this.asked += 1;
    if (this.asked % MOST_KEPT === 0) this.patterns = this.copy();
    try {
      return this.patterns.ignores(path);
    } catch {
      // A pattern or a path that cannot be judged: what may be meant to stay here stays here.
      return true;
    }
  }

  /** Shares the compiled patterns, and has forgotten the results. */
  private copy(): Ignore {
    return ignore({ ignoreCase: this.ignoreCase }).add(this.patterns);
  }
}

/**
 * A pattern of an ignore file in `folder`, as it would be written in the outermost folder. One
 * list of all patterns gives what git does: a file deeper down wins over those above it, but does
 * not bring back what lies in an ignored folder.
 */
function moveInto(folder: string, line: string): readonly string[] {
  if (line.startsWith('#')) return [];
  const mark = line.startsWith('!') ? '!' : '';
  const pattern = line.slice(mark.length);
  const isAnchored = pattern.trimEnd().replace(/\/$/, '').includes('/');
  const body = pattern.replace(/^\/+/, '');
  if (body.trim() === '') return [];
  if (folder === '') return [line];
  return [`${mark}/${escapePattern(folder)}${isAnchored ? '' : '**/'}${body}`];
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\*?[\]]/g, String.raw`\$&`);
}

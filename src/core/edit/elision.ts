import { fewOf, findExact, findReindented, placesOf, trimmed } from './findLines';
import type { Found, FoundReindented } from './findLines';

/** Stands for all lines between those around it. */
const ELISION = /^\s*(?:…|\.\.\.)\s*$/;

/** A place where quoted lines stand, with others where the quotation has elisions. */
export interface FoundElided extends Found {
  readonly fit: (lines: readonly string[]) => readonly string[] | undefined;
}

export function hasElision(lines: readonly string[]): boolean {
  return lines.some((line) => ELISION.test(line));
}

/** The places of lines of which a long run is quoted by its first and last ones. */
export function findElided(
  document: readonly string[],
  quoted: readonly string[],
  near: number,
): FoundElided[] {
  const [firstRun, ...otherRuns] = runsOf(quoted);
  if (!firstRun) return [];
  const exact = findExact(document, firstRun);
  const isExact = new Set(exact.map(({ start }) => start));
  const starts: FoundReindented[] = [
    ...fewOf(exact, near).map((found) => ({ ...found, fitLine: (line: string) => line })),
    ...findReindented(document, firstRun, near).filter(({ start }) => !isExact.has(start)),
  ];
  const finder = new RunFinder(document);
  return starts.flatMap((start) => follow(document, finder, start, otherRuns) ?? []);
}

/** The nearest place of each run behind the one before. */
function follow(
  document: readonly string[],
  finder: RunFinder,
  { start, end: firstEnd, fitLine }: FoundReindented,
  runs: readonly (readonly string[])[],
): FoundElided | undefined {
  let end = firstEnd;
  const gaps: (readonly string[])[] = [];
  for (const run of runs) {
    // As the first lines are indented, so are all others; a bracket further in is not meant.
    const place = finder.next(run.map(fitLine), end);
    if (place === undefined) return undefined;
    gaps.push(document.slice(end, place));
    end = place + run.length;
  }
  return { start, end, fit: (lines) => fillGaps(lines, gaps, fitLine) };
}

/** Finds the next place of runs of lines; each run is looked for once in the whole document. */
class RunFinder {
  private readonly places = new Map<string, readonly number[]>();
  private trimmed: readonly string[] | undefined;

  constructor(private readonly document: readonly string[]) {}

  next(run: readonly string[], from: number): number | undefined {
    const isBehind = (place: number) => place >= from;
    return this.exact(run).find(isBehind) ?? this.alike(run).find(isBehind);
  }

  private exact(run: readonly string[]): readonly number[] {
    return this.find(`=${run.join('\n')}`, () => placesOf(this.document, run));
  }

  private alike(run: readonly string[]): readonly number[] {
    this.trimmed ??= trimmed(this.document);
    const [document, lines] = [this.trimmed, trimmed(run)];
    return this.find(`~${lines.join('\n')}`, () => placesOf(document, lines));
  }

  private find(key: string, search: () => readonly number[]): readonly number[] {
    const found = this.places.get(key) ?? search();
    this.places.set(key, found);
    return found;
  }
}

/** Elisions in the new lines stand for the same lines as those in the old ones. */
function fillGaps(
  lines: readonly string[],
  gaps: readonly (readonly string[])[],
  fitLine: (line: string) => string,
): readonly string[] | undefined {
  const elisions = lines.filter((line) => ELISION.test(line)).length;
  if (elisions === 0) return lines.map(fitLine);
  if (elisions !== gaps.length) return undefined;
  let next = 0;
  return lines.flatMap((line) => {
    if (!ELISION.test(line)) return fitLine(line);
    next += 1;
    return gaps[next - 1] ?? [];
  });
}

function runsOf(quoted: readonly string[]): string[][] {
  const runs: string[][] = [[]];
  for (const line of quoted) {
    if (ELISION.test(line)) runs.push([]);
    else runs.at(-1)?.push(line);
  }
  return runs.filter((run) => run.length > 0);
}

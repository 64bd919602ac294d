import { t } from '@vscode/l10n';
import type {
  Amendment,
  Conversation,
  FileInBlock,
  FileReason,
  Prefix,
  PrefixPart,
} from '../../core/conversation/conversation';
import { CHARACTERS_PER_TOKEN } from '../../core/cost/usage';
import { tokenPrices } from '../../core/cost/cost';
import type { LeftOut, LeftOutReason } from '../../core/ports';
import { prepare } from '../../core/preparation';
import type { PreparationParts, Prepared } from '../../core/preparation';
import type { Draft } from '../../core/prompt/request';
import type {
  BreakpointView,
  FileConsent,
  LeftOutView,
  PrefixPartView,
  PrefixView,
  UsdRange,
} from '../../shared/prefixProtocol';

/** So many paths of each reason are listed. */
const LISTED_PATHS = 200;

/** A small edit, as it is told: a diff of some ten lines. */
const SMALL_EDIT_TOKENS = 150;

interface Next {
  readonly conversation: Conversation;
  readonly draft: Draft;
}

/** What the next message will carry, in the order in which it is sent. */
export async function readPrefixView(
  parts: PreparationParts,
  { conversation, draft }: Next,
  consent: FileConsent,
): Promise<PrefixView> {
  const { prepared, reason } = await prepare(parts, conversation, { draft });
  const { forecast, plan } = prepared;
  const snapshot = await parts.briefing.snapshot();
  return {
    modelReason: reason,
    consent,
    parts: partsOf(prepared, draft, {
      nowMs: parts.clock.now().getTime(),
      proposed: consent === 'undecided' ? snapshot.prefix : undefined,
    }),
    tokens: forecast.promptTokens,
    warmTokens: Math.round((plan.warm?.share ?? 0) * forecast.promptTokens),
    next: { lowUsd: forecast.lowUsd, highUsd: forecast.highUsd },
    cold: { lowUsd: forecast.coldLowUsd, highUsd: forecast.coldHighUsd },
    ttlReason: plan.lifetimes.reason,
    leftOut: leftOutViews(snapshot.leftOut),
  };
}

/** The next request as it will leave, without the key, which is no part of it. */
export async function readRequestJson(
  parts: PreparationParts,
  { conversation, draft }: Next,
): Promise<string> {
  const { prepared } = await prepare(parts, conversation, { draft });
  return `${JSON.stringify(prepared.plan.request, undefined, 2)}\n`;
}

interface PartsOptions {
  readonly nowMs: number;
  /** What would be sent as well, once the user agrees. */
  readonly proposed: Prefix | undefined;
}

/** The pieces of a request, each with its tokens and with the breakpoint at its end. */
function partsOf(
  prepared: Prepared,
  draft: Draft,
  { nowMs, proposed }: PartsOptions,
): PrefixPartView[] {
  return [
    ...prefixParts(prepared, nowMs),
    ...(proposed ? proposedParts(proposed) : []),
    ...messageParts(prepared, draft, nowMs),
  ];
}

function proposedParts({ blocks, files }: Prefix): PrefixPartView[] {
  return blocks.flatMap(({ part, text }, block) => {
    if (part === 'instructions') return [];
    if (part === 'map') return [{ ...mapPart(), tokens: tokensOf(text.length) }];
    return files
      .filter((file) => file.block === block)
      .map((file) => ({ ...filePart(file, part), tokens: tokensOf(file.end - file.start) }));
  });
}

function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

function mapPart(): NamedPart {
  const why = t('paths and symbols of the files that are not sent whole');
  return { kind: 'map', label: t('Map of the workspace'), why };
}

function filePart({ path, why }: FileInBlock, part: PrefixPart): NamedPart {
  return { kind: part === 'project' ? 'project' : 'file', label: path, why: reasonInWords(why) };
}

function prefixParts(prepared: Prepared, nowMs: number): PrefixPartView[] {
  return prepared.next.prefix.blocks.flatMap(({ part, text }, block) => {
    const tokens = tokensAt(prepared, block);
    const pieces = ((): PrefixPartView[] => {
      switch (part) {
        case 'instructions':
          return [
            {
              kind: 'instructions',
              label: t('Instructions'),
              why: t('what Claude is told before everything else'),
              tokens,
            },
          ];
        case 'map':
          return [{ ...mapPart(), tokens }];
        case 'project':
        case 'files':
          return fileParts(prepared, block, tokens / Math.max(1, text.length));
      }
    })();
    return withBreakpoint(pieces, prepared, block, nowMs);
  });
}

function fileParts(prepared: Prepared, block: number, perCharacter: number): PrefixPartView[] {
  const { files, blocks } = prepared.next.prefix;
  return files
    .filter((file) => file.block === block)
    .map((file) => {
      const tokens = Math.round((file.end - file.start) * perCharacter);
      const named = filePart(file, blocks[block]?.part ?? 'files');
      return { ...named, tokens, editUsd: editUsd(prepared, tokens) };
    });
}

/** Telling of an edit is written to the cache once; the prefix itself stays as it is. */
function editUsd({ model, forecast, plan }: Prepared, tokens: number): UsdRange {
  const prices = tokenPrices(model, forecast.promptTokens);
  const write = plan.lifetimes.turns === '1h' ? prices?.write1h : prices?.write5m;
  const usd = (count: number) => (write === undefined ? undefined : count * write);
  return { lowUsd: usd(Math.min(tokens, SMALL_EDIT_TOKENS)), highUsd: usd(tokens) };
}

/** What the blocks of the messages are: words of the user, amendments, answers. */
function messageParts(prepared: Prepared, draft: Draft, nowMs: number): PrefixPartView[] {
  const { plan, next } = prepared;
  const amendments = new Map(
    next.turns.flatMap((turn) => turn.amendments.map((each) => [each.text, each] as const)),
  );
  const last = prepared.request.messages.findLastIndex(({ role }) => role === 'user');
  return plan.positions.flatMap(({ place }, index) => {
    if (place.level === 'system') return [];
    const { role, content } = prepared.request.messages[place.message] ?? {};
    const block = typeof content === 'string' ? undefined : content?.[place.block];
    const text = block?.type === 'text' ? block.text : '';
    const amendment = role === 'assistant' ? undefined : amendments.get(text);
    const isDraft = role === 'user' && place.message === last && !amendment;
    const named =
      block?.type === 'image'
        ? imagePart(isDraft)
        : amendment
          ? amendmentPart(amendment)
          : isDraft
            ? draftPart(draft.text)
            : saidPart(role, text);
    const part = { ...named, tokens: tokensAt(prepared, index) };
    return withBreakpoint([part], prepared, index, nowMs);
  });
}

type NamedPart = Pick<PrefixPartView, 'kind' | 'label' | 'why'>;

function saidPart(role: string | undefined, text: string): NamedPart {
  if (role === 'assistant') {
    const label = text === '' ? t('Thinking') : firstLineOf(text);
    return { kind: 'answer', label, why: t('what Claude has thought and said') };
  }
  return { kind: 'prompt', label: firstLineOf(text), why: t('what you wrote') };
}

function imagePart(isDraft: boolean): NamedPart {
  return {
    kind: isDraft ? 'draft' : 'prompt',
    label: t('Image'),
    why: isDraft ? t('attached to what is typed') : t('what you sent'),
  };
}

function draftPart(draft: string): NamedPart {
  const label = draft.trim() === '' ? t('Your next message') : firstLineOf(draft);
  return { kind: 'draft', label, why: t('what is typed') };
}

function amendmentPart({ changes, active = '' }: Amendment): NamedPart {
  const paths = changes.map(({ path }) => path);
  return {
    kind: 'amendment',
    label:
      paths.length > 0
        ? t('Changed: {0}', paths.join(', '))
        : t('In the active editor: {0}', active),
    why: paths.length > 0 ? t('changed since it was last told') : t('where you are'),
  };
}

/** The tokens between a position and the one before it. */
function tokensAt({ plan, forecast }: Prepared, index: number): number {
  const share = (at: number): number => plan.positions[at]?.share ?? 0;
  return Math.round((share(index) - share(index - 1)) * forecast.promptTokens);
}

/** Adds the breakpoint at a position, if there is one, to the last of some pieces. */
function withBreakpoint(
  parts: readonly PrefixPartView[],
  { plan }: Prepared,
  index: number,
  nowMs: number,
): PrefixPartView[] {
  const position = plan.positions[index];
  const last = parts.at(-1);
  if (!position || !last) return [...parts];
  const untilMs = plan.warm?.untilMs ?? 0;
  const warmShare = untilMs > nowMs ? (plan.warm?.share ?? 0) : 0;
  const mark = plan.marks.find(({ key }) => key === position.key);
  // Where the last request ended there is an entry, whether it is marked once more or not.
  const ttl = mark?.ttl ?? (position.share === warmShare ? plan.lifetimes.turns : undefined);
  if (!ttl) return [...parts];
  const isWarm = position.share <= warmShare;
  const breakpoint: BreakpointView = { ttl, warmUntilMs: isWarm ? untilMs : undefined };
  return [...parts.slice(0, -1), { ...last, breakpoint }];
}

function leftOutViews(leftOut: readonly LeftOut[]): LeftOutView[] {
  const groups = new Map<LeftOutReason, LeftOut[]>();
  for (const each of leftOut) {
    const group = groups.get(each.reason);
    if (group) group.push(each);
    else groups.set(each.reason, [each]);
  }
  return [...groups].map(([reason, files]) => ({
    reason: leftOutInWords(reason),
    count: files.length,
    paths: files
      .slice(0, LISTED_PATHS)
      .map(({ path, detail }) => (detail === undefined ? path : `${path} (${detail})`)),
  }));
}

function leftOutInWords(reason: LeftOutReason): string {
  switch (reason) {
    case 'ignored':
      return t('Ignored by .gitignore');
    case 'excluded':
      return t('Excluded by .stanzaignore or your settings');
    case 'secret':
      return t('Holds a secret');
    case 'binary':
      return t('Not text');
    case 'generated':
      return t('Generated');
    case 'tooLarge':
      return t('Too large');
    case 'unreadable':
      return t('Cannot be read');
    case 'link':
      return t('A symbolic link');
    case 'noRoom':
      return t('No room left: see stanza.workspace.maxTokens');
  }
}

function reasonInWords(why: FileReason): string {
  switch (why) {
    case 'instructions':
      return t('tells how the project is worked on');
    case 'active':
      return t('in the active editor');
    case 'open':
      return t('open in an editor');
    case 'edited':
      return t('edited lately');
    case 'pinned':
      return t('named in stanza.workspace.include');
    case 'imported':
      return t('imported by the active file');
  }
}

function firstLineOf(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

import { t } from '@vscode/l10n';
import type {
  ContentBlockParam,
  RefusalStopDetails,
  StopReason,
  Usage,
} from '@anthropic-ai/sdk/resources/messages';
import * as v from 'valibot';
import { MEDIA_TYPES } from '../../shared/imageProtocol';
import { isUsage } from '../cost/usageSchema';
import type { FailureKind } from '../failure';
import type { Clock, LineStore, Log, NewId } from '../ports';
import { Conversation } from './conversation';
import type { ConversationRecord } from './conversation';
import { TASK_NAMES } from '../tasks';

/** Version of a conversation's file; its first line names it. */
const FORMAT_VERSION = 3;

const FOLDER = 'conversations';

const Header = v.object({
  type: v.literal('conversation'),
  version: v.number(),
  id: v.string(),
  createdAt: v.string(),
});

const PromptBlock = v.variant('type', [
  v.object({ type: v.literal('text'), text: v.string() }),
  v.object({
    type: v.literal('image'),
    source: v.object({
      type: v.literal('base64'),
      media_type: v.picklist(MEDIA_TYPES),
      data: v.string(),
    }),
  }),
]);
const Content = v.custom<ContentBlockParam>(
  v.is.bind(undefined, v.looseObject({ type: v.string() })),
);

/** The API may learn new categories; an answer of today must be readable tomorrow. */
type RefusalCategory = NonNullable<RefusalStopDetails['category']>;

const OutcomeSchema = v.variant('type', [
  v.object({
    type: v.literal('done'),
    stopReason: v.custom<StopReason>((value) => typeof value === 'string'),
    stopDetails: v.nullable(
      v.object({
        type: v.literal('refusal'),
        category: v.nullable(v.custom<RefusalCategory>((value) => typeof value === 'string')),
        explanation: v.nullable(v.string()),
      }),
    ),
  }),
  v.object({ type: v.literal('stopped') }),
  v.object({
    type: v.literal('failed'),
    failure: v.object({
      kind: v.custom<FailureKind>((value) => typeof value === 'string'),
      message: v.string(),
      requestId: v.optional(v.string()),
    }),
  }),
]);

const RecordSchema = v.variant('type', [
  v.object({
    type: v.literal('turn'),
    id: v.string(),
    at: v.string(),
    // A later version may know more tasks, and show them otherwise; the message is what counts.
    task: v.fallback(v.optional(v.picklist(TASK_NAMES)), undefined),
    prompt: v.array(PromptBlock),
    display: v.fallback(
      v.optional(
        v.object({
          text: v.string(),
          path: v.optional(v.string()),
          startLine: v.optional(v.number()),
          endLine: v.optional(v.number()),
        }),
      ),
      undefined,
    ),
  }),
  v.object({
    type: v.literal('prefix'),
    blocks: v.array(
      v.object({
        part: v.picklist(['instructions', 'project', 'map', 'files']),
        text: v.string(),
      }),
    ),
    files: v.array(
      v.object({
        path: v.string(),
        why: v.picklist(['instructions', 'active', 'open', 'edited', 'pinned', 'imported']),
        block: v.number(),
        start: v.number(),
        end: v.number(),
      }),
    ),
  }),
  v.object({
    type: v.literal('amendment'),
    turnId: v.string(),
    text: v.string(),
    changes: v.array(
      v.variant('type', [
        v.object({
          type: v.picklist(['text', 'diff']),
          path: v.string(),
          start: v.number(),
          end: v.number(),
        }),
        v.object({ type: v.picklist(['removed', 'withheld']), path: v.string() }),
      ]),
    ),
    active: v.optional(v.string()),
  }),
  v.object({
    type: v.literal('answer'),
    turnId: v.string(),
    id: v.string(),
    at: v.string(),
    modelName: v.string(),
    reason: v.optional(v.string()),
  }),
  v.object({
    type: v.literal('partial'),
    answerId: v.string(),
    thinking: v.string(),
    text: v.string(),
  }),
  v.object({
    type: v.literal('end'),
    answerId: v.string(),
    outcome: OutcomeSchema,
    content: v.array(Content),
    model: v.optional(v.string()),
    messageId: v.optional(v.string()),
    usage: v.optional(v.custom<Usage>(isUsage)),
    usageIsExact: v.boolean(),
    durationMs: v.number(),
    thinkingMs: v.optional(v.number()),
    miss: v.optional(
      v.object({
        reason: v.picklist([
          'expired',
          'modelChanged',
          'toolsChanged',
          'systemChanged',
          'messagesChanged',
          'evicted',
        ]),
        tokens: v.number(),
      }),
    ),
  }),
]);

/** Conversations on the disk: one append-only file each, a line for each step. */
export class ConversationStore {
  /** Lines of each file that the disk has not taken yet. */
  private readonly unsaved = new Map<string, string[]>();

  constructor(
    private readonly lines: LineStore,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly log: Log,
  ) {}

  /** A new conversation; its file appears with its first turn. */
  create(): Conversation {
    return new Conversation(this.newId(), this.clock.now().toISOString());
  }

  /**
   * Grows a conversation by a step, in memory and then on the disk. What the disk does not take is
   * kept and written before the next step, since a later line is nothing without the earlier ones.
   */
  async append(conversation: Conversation, record: ConversationRecord): Promise<void> {
    const file = fileOf(conversation.id);
    const waiting = this.unsaved.get(file) ?? [];
    if (conversation.turns.length === 0) {
      const { id, createdAt } = conversation;
      const header = { type: 'conversation', version: FORMAT_VERSION, id, createdAt };
      waiting.push(JSON.stringify(header));
    }
    conversation.apply(record);
    waiting.push(JSON.stringify(record));
    this.unsaved.set(file, waiting);
    for (let line = waiting[0]; line !== undefined; line = waiting[0]) {
      await this.lines.append(file, line);
      waiting.shift();
    }
    this.unsaved.delete(file);
  }

  /** The titles of those of these conversations that are still there. */
  async titles(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const titles = new Map<string, string>();
    for (const id of ids) {
      const title = await this.title(id);
      if (title !== undefined) titles.set(id, title);
    }
    return titles;
  }

  /** It stands in the first turn, so that not the whole file is read. */
  private async title(id: string): Promise<string | undefined> {
    const conversation = new Conversation(id, '');
    let lines = 0;
    for await (const text of this.lines.read(fileOf(id))) {
      applied(conversation, parseJson(text));
      lines += 1;
      if (conversation.turns.length > 0 || lines > 2) break;
    }
    return conversation.title || undefined;
  }

  /**
   * Reads a conversation back; undefined where there is none. Lines that cannot be read are left
   * out and named in the log.
   * @throws Error with a sentence for the user, where a later version of Stanza wrote it
   */
  async load(id: string): Promise<Conversation | undefined> {
    let conversation: Conversation | undefined;
    let unreadable = 0;
    for await (const text of this.lines.read(fileOf(id))) {
      const line = parseJson(text);
      if (!conversation) {
        const header = v.safeParse(Header, line);
        if (!header.success) return undefined;
        if (header.output.version > FORMAT_VERSION) {
          throw new Error(
            t('This conversation was written by a newer version of Stanza. Update to open it.'),
          );
        }
        conversation = new Conversation(header.output.id, header.output.createdAt);
        continue;
      }
      if (!applied(conversation, line)) unreadable += 1;
    }
    if (unreadable > 0) {
      this.log.warn(`Conversation ${id}: ${unreadable} lines could not be read.`);
    }
    return conversation;
  }
}

function applied(conversation: Conversation, line: unknown): boolean {
  const record = v.safeParse(RecordSchema, line);
  if (!record.success) return false;
  try {
    conversation.apply(record.output);
    return true;
  } catch {
    // It speaks of a turn or an answer whose own line was lost.
    return false;
  }
}

function fileOf(id: string): string {
  return `${FOLDER}/${id}.jsonl`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A line torn by a crash; the caller counts it.
    return undefined;
  }
}

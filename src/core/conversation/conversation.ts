import type {
  ContentBlockParam,
  ImageBlockParam,
  RefusalStopDetails,
  StopReason,
  TextBlockParam,
  Usage,
} from '@anthropic-ai/sdk/resources/messages';
import type { Failure } from '../failure';
import type { Task } from '../tasks';

/** How an answer ended. */
export type Outcome =
  | {
      readonly type: 'done';
      readonly stopReason: StopReason;
      readonly stopDetails: RefusalStopDetails | null;
    }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly failure: Failure };

/** What an answer consists of once it has ended; kept exactly as it goes back to the API. */
export interface AnswerEnd {
  readonly outcome: Outcome;
  readonly content: readonly ContentBlockParam[];
  /** The id of the model that answered; undefined where none did. */
  readonly model?: string | undefined;
  readonly messageId?: string | undefined;
  readonly usage?: Usage | undefined;
  /** Whether the usage is the API's last word, or its output was estimated from the text. */
  readonly usageIsExact: boolean;
  readonly durationMs: number;
  /** Time until the first text, where there was any thinking before it. */
  readonly thinkingMs?: number | undefined;
  /** What was expected in the cache and was not there. */
  readonly miss?: Miss | undefined;
}

/** Why a part of the prompt that had been in the cache was not read from it. */
export type MissReason =
  'expired' | 'modelChanged' | 'toolsChanged' | 'systemChanged' | 'messagesChanged' | 'evicted';

export interface Miss {
  readonly reason: MissReason;
  /** Tokens that had to be written to the cache anew. */
  readonly tokens: number;
}

/** One attempt to answer a turn. */
export interface Answer {
  readonly id: string;
  readonly at: string;
  /** The model that was asked, as people call it. */
  readonly modelName: string;
  /** Why this model, in a sentence. */
  readonly reason?: string | undefined;
  /** What had been received at the last checkpoint; outlived by `end`, if that was written. */
  partialThinking: string;
  partialText: string;
  /** Undefined while it streams, and for good if the window went away meanwhile. */
  end: AnswerEnd | undefined;
}

/** Which piece of the prefix a block is. */
export type PrefixPart = 'instructions' | 'project' | 'map' | 'files';

/** Why a file is in the prefix or was told of later. */
export type FileReason = 'instructions' | 'active' | 'open' | 'edited' | 'pinned' | 'imported';

/** A file whose whole text stands in a block. */
export interface FileInBlock {
  readonly path: string;
  readonly why: FileReason;
  /** The index of the block; its text is there from `start` up to `end`. */
  readonly block: number;
  readonly start: number;
  readonly end: number;
}

/**
 * What a conversation begins with and sends unchanged in front of all its turns: what Claude is
 * told, and a snapshot of the workspace. It is kept as it was sent, so that a later version of
 * Stanza, which would word it otherwise, sends the same bytes.
 */
export interface Prefix {
  readonly blocks: readonly { readonly part: PrefixPart; readonly text: string }[];
  readonly files: readonly FileInBlock[];
}

/** What became of a file; a diff or a text stands in the amendment from `start` up to `end`. */
export type Change =
  | {
      readonly type: 'text' | 'diff';
      readonly path: string;
      readonly start: number;
      readonly end: number;
    }
  | { readonly type: 'removed' | 'withheld'; readonly path: string };

/** What has changed in the workspace since the conversation was last told. */
export interface Amendment {
  readonly text: string;
  readonly changes: readonly Change[];
  /** The file in the active editor, where the amendment names it. */
  readonly active?: string | undefined;
}

/** What a user's message consists of. */
export type PromptBlock = TextBlockParam | ImageBlockParam;

/** What people read in the place of a message that was made for Claude. */
export interface TurnDisplay {
  readonly text: string;
  /** A file of the workspace, and lines in it: from 0, the end exclusive. */
  readonly path?: string | undefined;
  readonly startLine?: number | undefined;
  readonly endLine?: number | undefined;
}

/** A user's message and the attempts to answer it, of which the last one counts. */
export interface Turn {
  readonly id: string;
  readonly at: string;
  readonly task: Task;
  /** Images stand in front of the text. */
  readonly prompt: readonly PromptBlock[];
  readonly display?: TurnDisplay | undefined;
  readonly amendments: Amendment[];
  readonly answers: Answer[];
}

/** The steps in which a conversation grows. What is stored is exactly these, one a line. */
export type ConversationRecord =
  | {
      readonly type: 'turn';
      readonly id: string;
      readonly at: string;
      /** Not there in a turn of the chat. */
      readonly task?: Task | undefined;
      readonly prompt: readonly PromptBlock[];
      readonly display?: TurnDisplay | undefined;
    }
  /** Comes once, before the first answer. */
  | ({ readonly type: 'prefix' } & Prefix)
  | ({ readonly type: 'amendment'; readonly turnId: string } & Amendment)
  | {
      readonly type: 'answer';
      readonly turnId: string;
      readonly id: string;
      readonly at: string;
      readonly modelName: string;
      readonly reason?: string | undefined;
    }
  | {
      readonly type: 'partial';
      readonly answerId: string;
      readonly thinking: string;
      readonly text: string;
    }
  | ({ readonly type: 'end'; readonly answerId: string } & AnswerEnd);

/** The words of a message. */
export function textOf(prompt: readonly PromptBlock[]): string {
  return prompt.flatMap((block) => (block.type === 'text' ? block.text : [])).join('\n\n');
}

/** A list of turns that only grows. */
export class Conversation {
  private readonly turnList: Turn[] = [];
  private begunWith: Prefix | undefined;

  constructor(
    readonly id: string,
    readonly createdAt: string,
  ) {}

  get turns(): readonly Turn[] {
    return this.turnList;
  }

  /** Undefined until the first answer is asked for. */
  get prefix(): Prefix | undefined {
    return this.begunWith;
  }

  /** The first line of the first message, as people read it. */
  get title(): string {
    const [first] = this.turnList;
    const text = first?.display?.text ?? textOf(first?.prompt ?? []);
    return text.trim().split('\n', 1)[0] ?? '';
  }

  /** Grows by one step; the same way while it happens and when it is read back. */
  apply(record: ConversationRecord): void {
    switch (record.type) {
      case 'turn':
        this.turnList.push({
          id: record.id,
          at: record.at,
          task: record.task ?? 'chat',
          prompt: record.prompt,
          display: record.display,
          amendments: [],
          answers: [],
        });
        return;
      case 'prefix': {
        const { type: _type, ...prefix } = record;
        // What was sent is never rewritten.
        this.begunWith ??= prefix;
        return;
      }
      case 'amendment': {
        const { type: _type, turnId, ...amendment } = record;
        this.turn(turnId).amendments.push(amendment);
        return;
      }
      case 'answer':
        this.turn(record.turnId).answers.push({
          id: record.id,
          at: record.at,
          modelName: record.modelName,
          reason: record.reason,
          partialThinking: '',
          partialText: '',
          end: undefined,
        });
        return;
      case 'partial': {
        const answer = this.answer(record.answerId);
        answer.partialThinking += record.thinking;
        answer.partialText += record.text;
        return;
      }
      case 'end': {
        const { type: _type, answerId, ...end } = record;
        this.answer(answerId).end = end;
        return;
      }
    }
  }

  private turn(id: string): Turn {
    const turn = this.turnList.find((candidate) => candidate.id === id);
    if (!turn) throw new Error(`The conversation has no turn ${id}.`);
    return turn;
  }

  /** @throws Error where the conversation has no such answer */
  answer(id: string): Answer {
    const answer = this.turnList.flatMap((turn) => turn.answers).find((each) => each.id === id);
    if (!answer) throw new Error(`The conversation has no answer ${id}.`);
    return answer;
  }
}

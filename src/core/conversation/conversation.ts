import type {
  ContentBlockParam,
  RefusalStopDetails,
  StopReason,
  TextBlockParam,
  Usage,
} from '@anthropic-ai/sdk/resources/messages';
import type { Failure } from '../failure';

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
}

/** One attempt to answer a turn. */
export interface Answer {
  readonly id: string;
  readonly at: string;
  /** The model that was asked, as people call it. */
  readonly modelName: string;
  /** What had been received at the last checkpoint; outlived by `end`, if that was written. */
  partialThinking: string;
  partialText: string;
  /** Undefined while it streams, and for good if the window went away meanwhile. */
  end: AnswerEnd | undefined;
}

/** A user's message and the attempts to answer it, of which the last one counts. */
export interface Turn {
  readonly id: string;
  readonly at: string;
  readonly prompt: readonly TextBlockParam[];
  readonly answers: Answer[];
}

/** The steps in which a conversation grows. What is stored is exactly these, one a line. */
export type ConversationRecord =
  | {
      readonly type: 'turn';
      readonly id: string;
      readonly at: string;
      readonly prompt: readonly TextBlockParam[];
    }
  | {
      readonly type: 'answer';
      readonly turnId: string;
      readonly id: string;
      readonly at: string;
      readonly modelName: string;
    }
  | {
      readonly type: 'partial';
      readonly answerId: string;
      readonly thinking: string;
      readonly text: string;
    }
  | ({ readonly type: 'end'; readonly answerId: string } & AnswerEnd);

/** A list of turns that only grows. */
export class Conversation {
  private readonly turnList: Turn[] = [];

  constructor(
    readonly id: string,
    readonly createdAt: string,
  ) {}

  get turns(): readonly Turn[] {
    return this.turnList;
  }

  /** The first line of the first message. */
  get title(): string {
    const text = this.turnList[0]?.prompt.map((block) => block.text).join('\n') ?? '';
    return text.trim().split('\n', 1)[0] ?? '';
  }

  /** Grows by one step; the same way while it happens and when it is read back. */
  apply(record: ConversationRecord): void {
    switch (record.type) {
      case 'turn':
        this.turnList.push({ id: record.id, at: record.at, prompt: record.prompt, answers: [] });
        return;
      case 'answer':
        this.turn(record.turnId).answers.push({
          id: record.id,
          at: record.at,
          modelName: record.modelName,
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

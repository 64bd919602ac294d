import { t } from '@vscode/l10n';
import type { Answer, Conversation, Turn } from '../../core/conversation/conversation';
import type { Prices } from '../../core/models/prices';
import type { TurnEvent } from '../../core/turn';
import type { HostMessage } from '../../shared/chatProtocol';
import { DeltaSender } from './deltaSender';
import { headOf } from './projection';
import type { LiveAnswer } from './projection';

interface FeedParts {
  readonly prices: Prices;
  readonly post: (message: HostMessage) => void;
  /** Told why the disk did not take what had arrived. */
  readonly onUnsaved: (reason: string) => void;
}

/** The answer that streams, beyond what the conversation holds of it. */
interface LiveText extends LiveAnswer {
  readonly sender: DeltaSender;
  thinking: string;
  text: string;
  progress: string | undefined;
}

/** Tells the view what becomes of an answer: its head, and its text in numbered pieces. */
export class AnswerFeed {
  private text: LiveText | undefined;
  private lastNumber = 0;

  constructor(private readonly parts: FeedParts) {}

  /** What of the answer is still streaming; undefined between two answers. */
  get live(): LiveAnswer | undefined {
    return this.text;
  }

  /** The number of the last piece that was sent, of whatever answer. */
  get lastDelta(): number {
    return this.text?.sender.lastNumber ?? this.lastNumber;
  }

  show(event: TurnEvent, conversation: Conversation): void {
    const turn = conversation.turns.at(-1);
    if (!turn) return;
    switch (event.type) {
      case 'begin':
        this.begin(event.answer, turn);
        return;
      case 'retrying':
        if (!this.text) return;
        this.text.progress = t('{0} Trying again…', event.failure.message);
        this.postHead(turn, conversation.answer(this.text.answerId), this.text);
        return;
      case 'thinking':
      case 'text':
        if (!this.text) return;
        this.text[event.type] += event.text;
        this.text.sender.add(event.type, event.text);
        return;
      case 'unsaved':
        this.parts.onUnsaved(event.reason);
        return;
      case 'end':
        this.text?.sender.flush();
        this.postHead(turn, event.answer, undefined);
        return;
    }
  }

  /** The view has drawn everything up to this piece. */
  acknowledge(number: number): void {
    this.text?.sender.acknowledge(number);
  }

  /** The view gets all text so far in a snapshot. */
  restart(): void {
    this.text?.sender.restart();
  }

  /** Nothing comes any more, however the turn ended; what has arrived is the conversation's. */
  close(): void {
    this.lastNumber = this.lastDelta;
    this.text = undefined;
  }

  private begin(answer: Answer, turn: Turn): void {
    const sender = new DeltaSender(answer.id, this.lastDelta, (delta) => this.parts.post(delta));
    this.text = { answerId: answer.id, sender, thinking: '', text: '', progress: undefined };
    this.postHead(turn, answer, this.text);
  }

  private postHead(turn: Turn, answer: Answer, live: LiveAnswer | undefined): void {
    this.parts.post({ type: 'answer', head: headOf(turn, answer, this.parts.prices, live) });
  }
}

import { t } from '@vscode/l10n';
import type { Conversation } from '../../core/conversation/conversation';
import type { Prices } from '../../core/models/prices';
import type { Log } from '../../core/ports';
import type { Draft } from '../../core/prompt/request';
import { answerTurn, beginTurn } from '../../core/turn';
import type { Message, TurnParts } from '../../core/turn';
import type { HostMessage } from '../../shared/chatProtocol';
import type { FileConsent } from '../../shared/prefixProtocol';
import type { WindowMemory } from '../windowMemory';
import { AnswerFeed } from './answerFeed';
import { Attachments } from './attachments';
import { DraftForecast } from './draftForecast';
import type { DraftImages } from './draftImages';
import { filesQuestion } from './filesQuestion';
import { OpenConversation } from './openConversation';
import { turnViewOf, viewOf } from './projection';
import type { TurnDisplay } from './projection';
import { WarmKeeper } from './warmKeeper';

/** What the session needs beyond the parts of a turn. */
export interface SessionParts extends TurnParts {
  readonly prices: Prices;
  readonly log: Log;
  readonly hasKey: () => Promise<boolean>;
  readonly memory: WindowMemory;
  readonly draftImages: DraftImages;
  readonly consent: () => Promise<FileConsent>;
  /** Whether the user wants the cache to be warmed ahead. */
  readonly warmsAhead: () => boolean;
  /** Told when the conversation is another one. */
  readonly onDidOpen: (conversationId: string) => void;
  /** Told when the next request has changed: another turn, another draft. */
  readonly onDidChangeNext: () => void;
}

/**
 * The truth behind the chat view: the conversation that is open and the answer that streams. It
 * lives as long as the window, whether a view shows it or not.
 */
export class ChatSession {
  private readonly conversation: OpenConversation;
  /** Ends the turn that is under way. */
  private running: AbortController | undefined;
  private ended: Promise<void> = Promise.resolve();
  private notice: string | undefined;
  private readonly feed: AnswerFeed;
  /** The images of the draft. */
  readonly images: Attachments;
  private readonly forecasts: DraftForecast;
  private readonly warmKeeper: WarmKeeper;
  private view: ((message: HostMessage) => void) | undefined;

  constructor(
    private readonly parts: SessionParts,
    private readonly onDidChangeTitle: (title: string) => void,
  ) {
    this.conversation = new OpenConversation(parts, (error) => {
      this.notice = messageOf(error);
    });
    this.feed = new AnswerFeed({
      prices: parts.prices,
      post: (message) => this.post(message),
      onUnsaved: (reason) => {
        this.notice = t('The conversation could not be saved: {0}', reason);
      },
    });
    this.images = new Attachments({
      ...parts,
      store: parts.draftImages,
      conversation: () => this.conversation.get(),
      task: 'chat',
      show: (images) => this.post({ type: 'images', ...images }),
      handOver: (id, original) => this.post({ type: 'original', id, original }),
      onDidChange: () => void this.refreshForecast(),
    });
    this.forecasts = new DraftForecast(
      parts,
      () => this.conversation.get(),
      () => this.images.blocks(),
      (forecast) => this.post({ type: 'forecast', forecast }),
    );
    this.warmKeeper = new WarmKeeper(
      parts,
      () => this.conversation.get(),
      (usd) => this.post({ type: 'warming', usd }),
    );
  }

  /** The conversation that is open, and what is typed: what the next request is made from. */
  async next(): Promise<{ readonly conversation: Conversation; readonly draft: Draft }> {
    const draft = { text: await this.parts.memory.draft(), images: await this.images.blocks() };
    return { conversation: await this.conversation.get(), draft };
  }

  /** A view shows the session from now on; it gets the whole state. */
  async attach(view: (message: HostMessage) => void): Promise<void> {
    this.view = view;
    await this.sendSnapshot();
    // An answer that is awaited writes the same prefix.
    if (!this.running) await this.warmKeeper.opened();
    await this.refreshForecast();
  }

  /** The view is gone or hidden; what happens meanwhile is in the next snapshot. */
  detach(): void {
    this.view = undefined;
    this.forecasts.stop();
  }

  /** Sends the user's message and streams the answer; resolves when the answer has ended. */
  async send(text: string, draftId: number): Promise<void> {
    if (text.trim() === '') {
      this.post({ type: 'notSent', draftId, reason: t('Write a message first.') });
      return;
    }
    let reason = await this.reasonNotToSend(t('Set an API key first; the message is kept.'));
    reason ??= await this.images.problem();
    if (reason === undefined && (await this.asksForFiles())) return;
    const images = await this.images.blocks();
    // Another one may have begun meanwhile; from here to the run nothing waits.
    if (this.running) reason ??= stillAnswering();
    if (reason !== undefined) this.post({ type: 'notSent', draftId, reason });
    else await this.sendTurn({ text, images }, draftId);
  }

  /**
   * Sends the message of a command as the next turn of the open conversation; resolves when the
   * answer has ended. The draft stays, and files go along only where the user has agreed already.
   * @throws Error with a sentence for the user, where nothing can be sent now
   */
  async ask(message: Message): Promise<void> {
    let reason = await this.reasonNotToSend(t('Set an API key first.'));
    if (this.running) reason ??= stillAnswering();
    if (reason !== undefined) throw new Error(reason);
    await this.sendTurn(message);
  }

  /** What a turn speaks of, where that is shown instead of its message. */
  async referenceOf(turnId: string): Promise<TurnDisplay | undefined> {
    const { turns } = await this.conversation.get();
    return turns.find(({ id }) => id === turnId)?.display;
  }

  /**
   * Keeps what is typed, for the view may go at any time, and tells what sending it will cost once
   * the typing pauses.
   */
  async draft(text: string): Promise<void> {
    if (this.view) this.forecasts.ask(text);
    await this.parts.memory.setDraft(text);
    this.parts.onDidChangeNext();
  }

  /** It is part of a turn now. */
  private async clearDraft(): Promise<void> {
    await this.draft('');
    await this.images.clear();
  }

  /** What the draft costs has changed: the conversation is longer, or the settings are others. */
  async refreshForecast(): Promise<void> {
    // What changes around a draft is estimated: counting would send the whole prompt each time.
    if (this.view) this.forecasts.ask(await this.parts.memory.draft(), { counts: false });
    this.parts.onDidChangeNext();
  }

  /** The user has said whether files of this workspace may be sent. */
  async setConsent(sendsFiles: boolean): Promise<void> {
    await this.parts.memory.setSendsFiles(sendsFiles);
    const { prefix } = await this.conversation.get();
    // What was sent cannot be taken out of a conversation, so that it ends here.
    if (!sendsFiles && prefix && prefix.files.length > 0) await this.newConversation();
    await this.refreshForecast();
  }

  /** Asks, the first time that files could be sent, and tells whether it did. */
  private async asksForFiles(): Promise<boolean> {
    if ((await this.parts.consent()) !== 'undecided') return false;
    const question = await filesQuestion(this.parts);
    if (question) this.post({ type: 'askFiles', question });
    return question !== undefined;
  }

  /** Answers the last turn once more; over the budget only where the user has said so. */
  async retry(options: { readonly overBudget?: boolean } = {}): Promise<void> {
    if (this.running) return;
    await this.run(async (conversation, signal) => {
      if (conversation.turns.length > 0) await this.answer(conversation, signal, options);
    });
  }

  /** Ends the answer that streams, if there is one; what has arrived is kept. */
  async stop(): Promise<void> {
    this.running?.abort();
    await this.ended;
  }

  async newConversation(): Promise<void> {
    await this.stop();
    this.notice = undefined;
    await this.conversation.begin();
    await this.sendSnapshot();
  }

  /** The view has drawn everything up to this delta. */
  acknowledge(number: number): void {
    this.feed.acknowledge(number);
  }

  async keyChanged(): Promise<void> {
    this.post({ type: 'hasKey', hasKey: await this.parts.hasKey() });
  }

  private async reasonNotToSend(withoutKey: string): Promise<string | undefined> {
    if (this.running) return stillAnswering();
    return (await this.parts.hasKey()) ? undefined : withoutKey;
  }

  /** The way of every turn: what was typed has a draft that goes with it, a task has none. */
  private async sendTurn(message: Message, draftId?: number): Promise<void> {
    await this.run(async (conversation, signal) => {
      await beginTurn(this.parts, conversation, message);
      await this.parts.memory.setConversation(conversation.id);
      if (draftId !== undefined) await this.clearDraft();
      const turn = conversation.turns.at(-1);
      if (turn) this.post({ type: 'turn', turn: turnViewOf(turn, this.parts.prices), draftId });
      this.onDidChangeTitle(conversation.title);
      await this.answer(conversation, signal);
    });
  }

  /** Runs one turn at a time. What goes wrong beside the API is shown above the composer. */
  private async run(
    work: (conversation: Conversation, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const running = new AbortController();
    this.running = running;
    this.notice = undefined;
    const finished = this.conversation
      .get()
      .then((conversation) => work(conversation, running.signal))
      .catch((error: unknown) => {
        this.parts.log.error('A turn could not be completed.', error);
        this.notice = t('Stanza could not go on: {0}', messageOf(error));
      })
      .finally(() => {
        this.feed.close();
        this.running = undefined;
      });
    this.ended = finished;
    await finished;
    this.warmKeeper.turnEnded();
    await this.refreshForecast();
    if (this.notice !== undefined) await this.sendSnapshot();
  }

  private async answer(
    conversation: Conversation,
    signal: AbortSignal,
    options: { readonly overBudget?: boolean } = {},
  ): Promise<void> {
    // Two requests at a time would both pay for writing the same prefix.
    await Promise.race([this.warmKeeper.settled(), aborted(signal)]);
    for await (const event of answerTurn(this.parts, conversation, signal, options)) {
      this.feed.show(event, conversation);
    }
  }

  private async sendSnapshot(): Promise<void> {
    const images = await this.images.view();
    const hasKey = await this.parts.hasKey();
    const draft = await this.parts.memory.draft();
    const conversation = await this.conversation.get();
    // From here on nothing waits: what is shown is of one moment.
    this.parts.onDidOpen(conversation.id);
    this.feed.restart();
    this.post({
      type: 'snapshot',
      snapshot: {
        conversationId: conversation.id,
        turns: viewOf(conversation, this.parts.prices, this.feed.live),
        hasKey,
        draft,
        images,
        lastDelta: this.feed.lastDelta,
        notice: this.notice,
      },
    });
    this.onDidChangeTitle(conversation.title);
    if (this.view) this.forecasts.ask(draft);
  }

  private post(message: HostMessage): void {
    this.view?.(message);
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function stillAnswering(): string {
  return t('Claude is still answering. Stop it, or wait until it is done.');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

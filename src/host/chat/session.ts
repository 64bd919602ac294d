import { t } from '@vscode/l10n';
import type { Conversation } from '../../core/conversation/conversation';
import type { Prices } from '../../core/models/prices';
import type { Log } from '../../core/ports';
import { answerTurn, beginTurn } from '../../core/turn';
import type { TurnEvent, TurnParts } from '../../core/turn';
import type { HostMessage } from '../../shared/chatProtocol';
import type { FileConsent } from '../../shared/prefixProtocol';
import type { WindowMemory } from '../windowMemory';
import { DeltaSender } from './deltaSender';
import { DraftForecast } from './draftForecast';
import { filesQuestion } from './filesQuestion';
import { headOf, turnViewOf, viewOf } from './projection';
import { WarmKeeper } from './warmKeeper';

/** What the session needs beyond the parts of a turn. */
export interface SessionParts extends TurnParts {
  readonly prices: Prices;
  readonly log: Log;
  readonly hasKey: () => Promise<boolean>;
  readonly memory: WindowMemory;
  readonly consent: () => Promise<FileConsent>;
  /** Whether the user wants the cache to be warmed ahead. */
  readonly warmsAhead: () => boolean;
  /** Told when the conversation is another one. */
  readonly onDidOpen: (conversationId: string) => void;
  /** Told when the next request has changed: another turn, another draft. */
  readonly onDidChangeNext: () => void;
}

/** A turn that is under way. */
interface Running {
  readonly abort: AbortController;
  live?: LiveText;
}

/** The answer that streams, beyond what the conversation holds of it. */
interface LiveText {
  readonly answerId: string;
  readonly sender: DeltaSender;
  thinking: string;
  text: string;
  progress: string | undefined;
}

/**
 * The truth behind the chat view: the conversation that is open and the answer that streams. It
 * lives as long as the window, whether a view shows it or not.
 */
export class ChatSession {
  private conversation: Promise<Conversation> | undefined;
  private running: Running | undefined;
  private ended: Promise<void> = Promise.resolve();
  private notice: string | undefined;
  private lastDelta = 0;
  private readonly forecasts: DraftForecast;
  private readonly warmKeeper: WarmKeeper;
  private view: ((message: HostMessage) => void) | undefined;

  constructor(
    private readonly parts: SessionParts,
    private readonly onDidChangeTitle: (title: string) => void,
  ) {
    this.forecasts = new DraftForecast(
      parts,
      () => this.open(),
      (forecast) => this.post({ type: 'forecast', forecast }),
    );
    this.warmKeeper = new WarmKeeper(
      parts,
      () => this.open(),
      (usd) => this.post({ type: 'warming', usd }),
    );
  }

  /** The conversation that is open, and what is typed: what the next request is made from. */
  async next(): Promise<{ readonly conversation: Conversation; readonly draft: string }> {
    return { conversation: await this.open(), draft: await this.parts.memory.draft() };
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
    let reason = await this.reasonNotToSend(text);
    if (reason === undefined && (await this.asksForFiles())) return;
    // Another one may have begun meanwhile; from here to the run nothing waits.
    if (this.running) reason ??= stillAnswering();
    if (reason !== undefined) {
      this.post({ type: 'notSent', draftId, reason });
      return;
    }
    await this.run(async (conversation, running) => {
      await beginTurn(this.parts, conversation, text);
      await this.parts.memory.setConversation(conversation.id);
      await this.draft('');
      const turn = conversation.turns.at(-1);
      if (turn) this.post({ type: 'turn', turn: turnViewOf(turn, this.parts.prices), draftId });
      this.onDidChangeTitle(conversation.title);
      await this.answer(conversation, running);
    });
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

  /** What the draft costs has changed: the conversation is longer, or the settings are others. */
  async refreshForecast(): Promise<void> {
    // What changes around a draft is estimated: counting would send the whole prompt each time.
    if (this.view) this.forecasts.ask(await this.parts.memory.draft(), { counts: false });
    this.parts.onDidChangeNext();
  }

  /** The user has said whether files of this workspace may be sent. */
  async setConsent(sendsFiles: boolean): Promise<void> {
    await this.parts.memory.setSendsFiles(sendsFiles);
    const { prefix } = await this.open();
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
    await this.run(async (conversation, running) => {
      if (conversation.turns.length > 0) await this.answer(conversation, running, options);
    });
  }

  /** Ends the answer that streams, if there is one; what has arrived is kept. */
  async stop(): Promise<void> {
    this.running?.abort.abort();
    await this.ended;
  }

  async newConversation(): Promise<void> {
    await this.stop();
    const conversation = this.parts.store.create();
    this.conversation = Promise.resolve(conversation);
    this.notice = undefined;
    await this.parts.memory.setConversation(conversation.id);
    await this.sendSnapshot();
  }

  /** The view has drawn everything up to this delta. */
  acknowledge(number: number): void {
    this.running?.live?.sender.acknowledge(number);
  }

  async keyChanged(): Promise<void> {
    this.post({ type: 'hasKey', hasKey: await this.parts.hasKey() });
  }

  private async reasonNotToSend(text: string): Promise<string | undefined> {
    if (text.trim() === '') return t('Write a message first.');
    if (this.running) return stillAnswering();
    if (!(await this.parts.hasKey())) return t('Set an API key first; the message is kept.');
    return undefined;
  }

  /** Runs one turn at a time. What goes wrong beside the API is shown above the composer. */
  private async run(
    work: (conversation: Conversation, running: Running) => Promise<void>,
  ): Promise<void> {
    const running: Running = { abort: new AbortController() };
    this.running = running;
    this.notice = undefined;
    const finished = this.open()
      .then((conversation) => work(conversation, running))
      .catch((error: unknown) => {
        this.parts.log.error('A turn could not be completed.', error);
        this.notice = t('Stanza could not go on: {0}', messageOf(error));
      })
      .finally(() => {
        this.lastDelta = running.live?.sender.lastNumber ?? this.lastDelta;
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
    running: Running,
    options: { readonly overBudget?: boolean } = {},
  ): Promise<void> {
    const { signal } = running.abort;
    // Two requests at a time would both pay for writing the same prefix.
    await Promise.race([this.warmKeeper.settled(), aborted(signal)]);
    for await (const event of answerTurn(this.parts, conversation, signal, options)) {
      this.show(event, conversation, running);
    }
  }

  private show(event: TurnEvent, conversation: Conversation, running: Running): void {
    const turn = conversation.turns.at(-1);
    if (!turn) return;
    switch (event.type) {
      case 'begin': {
        const { id } = event.answer;
        const sender = new DeltaSender(id, this.lastDelta, (delta) => this.post(delta));
        running.live = { answerId: id, sender, thinking: '', text: '', progress: undefined };
        this.post({
          type: 'answer',
          head: headOf(turn, event.answer, this.parts.prices, running.live),
        });
        return;
      }
      case 'retrying': {
        if (!running.live) return;
        running.live.progress = t('{0} Trying again…', event.failure.message);
        const answer = conversation.answer(running.live.answerId);
        this.post({ type: 'answer', head: headOf(turn, answer, this.parts.prices, running.live) });
        return;
      }
      case 'thinking':
      case 'text':
        if (!running.live) return;
        running.live[event.type] += event.text;
        running.live.sender.add(event.type, event.text);
        return;
      case 'unsaved':
        this.notice = t('The conversation could not be saved: {0}', event.reason);
        return;
      case 'end':
        running.live?.sender.flush();
        this.post({
          type: 'answer',
          head: headOf(turn, event.answer, this.parts.prices, undefined),
        });
        return;
    }
  }

  private async sendSnapshot(): Promise<void> {
    const conversation = await this.open();
    this.parts.onDidOpen(conversation.id);
    const hasKey = await this.parts.hasKey();
    const draft = await this.parts.memory.draft();
    const live = this.running?.live;
    live?.sender.restart();
    this.post({
      type: 'snapshot',
      snapshot: {
        conversationId: conversation.id,
        turns: viewOf(conversation, this.parts.prices, live),
        hasKey,
        draft,
        lastDelta: live?.sender.lastNumber ?? this.lastDelta,
        notice: this.notice,
      },
    });
    this.onDidChangeTitle(conversation.title);
    if (this.view) this.forecasts.ask(draft);
  }

  /** The open conversation: the one that was open before the reload, or a new one. */
  private open(): Promise<Conversation> {
    this.conversation ??= this.load();
    return this.conversation;
  }

  private async load(): Promise<Conversation> {
    const { store, memory, log } = this.parts;
    const id = await memory.conversation();
    if (id === undefined) return store.create();
    try {
      return (await store.load(id)) ?? store.create();
    } catch (error) {
      log.error('The conversation could not be opened.', error);
      this.notice = messageOf(error);
      return store.create();
    }
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

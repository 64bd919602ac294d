import { t } from '@vscode/l10n';
import { nothing, render } from 'lit/html.js';
import type {
  AnswerHead,
  AnswerView,
  ChatSnapshot,
  FailureAction,
  HostMessage,
  TurnView,
} from '../../shared/chatProtocol';
import type { Format } from '../../shared/format';
import { takeFiles } from '../images/intake';
import { ImageTray } from '../images/tray';
import { post } from '../vscodeApi';
import { Announcer, sentenceOn } from '../announcer';
import { AnswerArticle } from './answerArticle';
import { Composer } from './composer';
import { emptyTemplate, noKeyTemplate } from './emptyStates';
import { FilesCard } from './filesCard';
import { Frames } from './frames';
import { articleKeys } from './keys';
import { promptArticle } from './promptArticle';
import { Scroll } from './scroll';

/** The chat: the log of the conversation, what stands in its place while empty, the composer. */
export class ChatPage {
  private readonly log = document.createElement('div');
  private readonly intro = document.createElement('div');
  private readonly notice = document.createElement('p');
  private readonly announcer = new Announcer();
  private readonly scroll = new Scroll(this.log);
  private readonly frames = new Frames(
    () => this.drawALittle(),
    () => this.afterSlice(),
  );
  private readonly filesCard = new FilesCard(
    () => this.format,
    (send) => this.answerFilesQuestion(send),
  );
  private readonly tray = new ImageTray({
    format: () => this.format,
    say: (sentence) => this.announcer.say(sentence),
    setPreparing: (isPreparing) => this.composer.setPreparing(isPreparing),
    focusMessage: () => this.composer.focus(),
    writeCode: (id) => post({ type: 'writeCode', id }),
  });
  private readonly composer: Composer = new Composer(
    {
      send: (text, draftId) => this.send(text, draftId),
      keep: (text) => post({ type: 'draft', text }),
      stop: () => post({ type: 'stop' }),
      format: () => this.format,
      showPrefix: () => post({ type: 'showPrefix' }),
      attach: (files) => this.tray.add(files),
    },
    this.tray.element,
  );
  private readonly turnIds = new Set<string>();
  private readonly answers = new Map<string, AnswerArticle>();
  /** Answers that are not completely drawn yet. */
  private readonly behind = new Set<AnswerArticle>();
  private readonly drafts = new Map<number, string>();
  private hasKey = true;
  private lastDelta = 0;
  private shownDelta = 0;

  constructor(
    private readonly main: HTMLElement,
    private readonly format: Format,
  ) {
    this.log.className = 'log';
    this.log.role = 'log';
    this.log.ariaLabel = t('Conversation');
    // The announcer speaks for it, in whole sentences.
    this.log.ariaLive = 'off';
    this.log.tabIndex = 0;
    this.log.addEventListener('keydown', (event) =>
      articleKeys(event, this.log, {
        escape: () => (this.isStreaming ? post({ type: 'stop' }) : this.composer.focus()),
      }),
    );
    this.intro.className = 'intro';
    this.notice.className = 'notice';
    this.notice.role = 'alert';
    this.notice.hidden = true;
    const heading = document.createElement('h1');
    heading.className = 'visually-hidden';
    heading.textContent = t('Chat with Claude');
    main.append(
      heading,
      this.intro,
      this.log,
      this.notice,
      this.filesCard.element,
      this.composer.element,
      this.announcer.element,
    );
    takeFiles((files) => this.tray.add(files));
    // Until the host has said what there is.
    main.ariaBusy = 'true';
    this.drawIntro();
  }

  receive(message: HostMessage): void {
    switch (message.type) {
      case 'snapshot':
        this.showSnapshot(message.snapshot);
        return;
      case 'hasKey':
        this.hasKey = message.hasKey;
        this.drawIntro();
        return;
      case 'turn':
        if (message.draftId !== undefined) this.draftSent(message.draftId);
        this.notice.hidden = true;
        this.addTurn(message.turn);
        this.scroll.toEnd();
        return;
      case 'notSent':
        this.composer.notSent(message.draftId, message.reason);
        return;
      case 'images':
        this.tray.show(message, true);
        return;
      case 'original':
        this.tray.receiveOriginal(message.id, message.original);
        return;
      case 'forecast':
        this.composer.showForecast(message.forecast);
        return;
      case 'askFiles':
        this.filesCard.ask(message.question);
        this.announcer.say(t('Stanza asks whether files of this workspace may be sent.'));
        this.scroll.toEnd();
        return;
      case 'warming':
        this.composer.showWarming(message.usd);
        return;
      case 'answer':
        this.updateAnswer(message.head);
        return;
      case 'delta':
        this.addDelta(message);
        return;
    }
  }

  private get isStreaming(): boolean {
    return [...this.answers.values()].some((answer) => answer.isStreaming);
  }

  /** The message that brought the question up goes out with the answer. */
  private answerFilesQuestion(send: boolean): void {
    this.filesCard.hide();
    post({ type: 'consent', send });
    this.composer.focus();
    this.composer.submit();
  }

  private send(text: string, draftId: number): void {
    this.drafts.set(draftId, text);
    post({ type: 'send', text, draftId });
  }

  private draftSent(draftId: number): void {
    this.composer.sent(this.drafts.get(draftId) ?? '');
    this.tray.dismissFailures();
    this.filesCard.hide();
    this.drafts.clear();
  }

  private showSnapshot(snapshot: ChatSnapshot): void {
    this.turnIds.clear();
    this.answers.clear();
    this.behind.clear();
    this.log.replaceChildren();
    this.hasKey = snapshot.hasKey;
    this.lastDelta = snapshot.lastDelta;
    this.shownDelta = snapshot.lastDelta;
    for (const turn of snapshot.turns) this.addTurn(turn);
    this.notice.textContent = snapshot.notice ?? '';
    this.notice.hidden = snapshot.notice === undefined;
    this.filesCard.hide();
    this.drawIntro();
    this.composer.restore(snapshot.draft);
    this.tray.show(snapshot.images, false);
    this.composer.setStreaming(this.isStreaming);
    this.main.ariaBusy = 'false';
    this.scroll.toEnd();
  }

  private addTurn(turn: TurnView): void {
    // A snapshot that was on its way may hold the turn already.
    if (this.turnIds.has(turn.id)) return;
    this.turnIds.add(turn.id);
    this.log.append(promptArticle(turn));
    for (const answer of turn.answers) this.addAnswer(answer);
    this.drawIntro();
  }

  private addAnswer(view: AnswerView): void {
    const article = new AnswerArticle(view.head, {
      format: this.format,
      act: (action) => this.act(action),
      useCode: (use) => post({ type: 'useCode', ...use }),
      onSettled: (text) => {
        if (article.isStreaming) this.announcer.read(text);
      },
    });
    article.add(view.thinking, view.text);
    this.removeEmptyAttempts(view.head.turnId);
    this.answers.set(view.head.id, article);
    this.log.append(article.element);
    this.draw(article);
  }

  /** An attempt that brought nothing has nothing to say once there is another one. */
  private removeEmptyAttempts(turnId: string): void {
    for (const [id, article] of this.answers) {
      if (article.turnId !== turnId || !article.isEmpty) continue;
      article.element.remove();
      this.answers.delete(id);
      this.behind.delete(article);
    }
  }

  private updateAnswer(head: AnswerHead): void {
    const article = this.answers.get(head.id);
    if (article) {
      article.update(head);
      this.draw(article);
    } else {
      this.addAnswer({ head, thinking: '', text: '' });
    }
    this.composer.setStreaming(this.isStreaming);
    this.announcer.say(sentenceOn(head, this.format));
    this.scroll.follow();
  }

  private addDelta(delta: Extract<HostMessage, { type: 'delta' }>): void {
    // The snapshot may already hold what is still on its way from before it.
    if (delta.number <= this.lastDelta) return;
    this.lastDelta = delta.number;
    const article = this.answers.get(delta.answerId);
    if (!article) return;
    article.add(delta.thinking, delta.text);
    this.draw(article);
  }

  private draw(article: AnswerArticle): void {
    this.behind.add(article);
    this.frames.wake();
  }

  /** A step of the drawing; true while there is more of it. */
  private drawALittle(): boolean {
    const [article] = this.behind;
    if (!article) return false;
    article.step();
    if (!article.isBehind) this.behind.delete(article);
    return this.behind.size > 0;
  }

  private afterSlice(): void {
    this.scroll.follow();
    if (this.behind.size > 0 || this.shownDelta === this.lastDelta) return;
    this.shownDelta = this.lastDelta;
    post({ type: 'shown', number: this.shownDelta });
  }

  private act(action: FailureAction): void {
    // The button that was pressed goes away; the composer is where one goes on.
    this.composer.focus();
    post({ type: action });
  }

  private drawIntro(): void {
    const isEmpty = this.answers.size === 0 && this.log.childElementCount === 0;
    this.intro.hidden = this.hasKey && !isEmpty;
    render(
      this.intro.hidden
        ? nothing
        : this.hasKey
          ? emptyTemplate((text) => this.composer.propose(text))
          : noKeyTemplate(() => post({ type: 'setApiKey' })),
      this.intro,
    );
  }
}

import type { Conversation } from '../../core/conversation/conversation';
import type { ConversationStore } from '../../core/conversation/store';
import type { Log } from '../../core/ports';
import type { WindowMemory } from '../windowMemory';

interface OpenConversationParts {
  readonly store: ConversationStore;
  readonly memory: WindowMemory;
  readonly log: Log;
}

/** The conversation that is open in this window. */
export class OpenConversation {
  private conversation: Promise<Conversation> | undefined;

  constructor(
    private readonly parts: OpenConversationParts,
    private readonly onFailure: (error: unknown) => void,
  ) {}

  /** The one that was open before the reload, or a new one. */
  get(): Promise<Conversation> {
    this.conversation ??= this.load();
    return this.conversation;
  }

  /** Opens a new one in its place. */
  async begin(): Promise<void> {
    const conversation = this.parts.store.create();
    this.conversation = Promise.resolve(conversation);
    await this.parts.memory.setConversation(conversation.id);
  }

  private async load(): Promise<Conversation> {
    const { store, memory, log } = this.parts;
    const id = await memory.conversation();
    if (id === undefined) return store.create();
    try {
      return (await store.load(id)) ?? store.create();
    } catch (error) {
      log.error('The conversation could not be opened.', error);
      this.onFailure(error);
      return store.create();
    }
  }
}

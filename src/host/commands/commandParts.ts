import type { ChatSession } from '../chat/session';
import type { Access } from '../access';

/** What commands work with. */
export interface CommandParts {
  readonly session: ChatSession;
  readonly access: Access;
}

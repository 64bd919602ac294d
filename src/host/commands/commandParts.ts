import type { ChatSession } from '../chat/session';
import type { PrefixPanel } from '../prefix/prefixPanel';
import type { SpendPanel } from '../spend/spendPanel';
import type { Access } from '../access';

/** What commands work with. */
export interface CommandParts {
  readonly session: ChatSession;
  readonly access: Access;
  readonly spend: SpendPanel;
  readonly prefix: Pick<PrefixPanel, 'show'>;
}

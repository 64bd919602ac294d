import type { ChatSession } from '../chat/session';
import type { Review } from '../edit/review';
import type { PrefixPanel } from '../prefix/prefixPanel';
import type { ScreenshotPanel } from '../screenshot/screenshotPanel';
import type { SpendPanel } from '../spend/spendPanel';
import type { SelectionTasks } from '../tasks/selectionTasks';
import type { Access } from '../access';

/** What commands work with. */
export interface CommandParts {
  readonly session: ChatSession;
  readonly access: Access;
  readonly spend: SpendPanel;
  readonly prefix: Pick<PrefixPanel, 'show'>;
  readonly screenshots: ScreenshotPanel;
  readonly tasks: SelectionTasks;
  readonly review: Review;
}

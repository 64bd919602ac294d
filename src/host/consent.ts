import type { Workspace } from '../core/ports';
import type { FileConsent } from '../shared/prefixProtocol';
import { readSetting } from './settings';
import type { WindowMemory } from './windowMemory';

/** Whether files of the workspace may be sent: by the setting, or as the user said when asked. */
export async function readConsent(
  { isOpen }: Workspace,
  memory: WindowMemory,
): Promise<FileConsent> {
  if (!isOpen) return 'noFolder';
  switch (readSetting('workspace.send')) {
    case 'always':
      return 'agreed';
    case 'never':
      return 'declined';
    default: {
      const sendsFiles = await memory.sendsFiles();
      if (sendsFiles === undefined) return 'undecided';
      return sendsFiles ? 'agreed' : 'declined';
    }
  }
}

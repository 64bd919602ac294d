import * as l10n from '@vscode/l10n';
import type { HostMessage } from '../../shared/chatProtocol';
import { formatFor } from '../../shared/format';
import { post } from '../vscodeApi';
import { ChatPage } from './chatPage';

l10n.config({ contents: document.body.dataset['texts'] ?? '{}' });

const main = document.createElement('main');
document.body.append(main);
const page = new ChatPage(main, formatFor(document.documentElement.lang));

window.addEventListener('message', (event: MessageEvent<HostMessage>) => page.receive(event.data));

// Links of an answer go through the host, which looks at them before anything is opened.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link) return;
  event.preventDefault();
  post({ type: 'openLink', href: link.href });
});

post({ type: 'ready' });

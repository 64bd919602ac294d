import * as l10n from '@vscode/l10n';
import { formatFor } from '../../shared/format';
import type { PrefixHostMessage } from '../../shared/prefixProtocol';
import { post } from '../vscodeApi';
import { PrefixPage } from './prefixPage';

l10n.config({ contents: document.body.dataset['texts'] ?? '{}' });

const main = document.createElement('main');
document.body.append(main);
const page = new PrefixPage(main, formatFor(document.documentElement.lang));

window.addEventListener('message', (event: MessageEvent<PrefixHostMessage>) =>
  page.receive(event.data),
);

post({ type: 'ready' });

import * as l10n from '@vscode/l10n';
import { formatFor } from '../../shared/format';
import type { SpendHostMessage } from '../../shared/spendProtocol';
import { post } from '../vscodeApi';
import { SpendPage } from './spendPage';

l10n.config({ contents: document.body.dataset['texts'] ?? '{}' });

const main = document.createElement('main');
document.body.append(main);
const locale = document.documentElement.lang;
const page = new SpendPage(main, formatFor(locale), locale);

window.addEventListener('message', (event: MessageEvent<SpendHostMessage>) =>
  page.receive(event.data),
);

post({ type: 'ready' });

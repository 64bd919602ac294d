import * as l10n from '@vscode/l10n';
import { formatFor } from '../../shared/format';
import type { ScreenshotHostMessage } from '../../shared/screenshotProtocol';
import { post } from '../vscodeApi';
import { ScreenshotPage } from './screenshotPage';

l10n.config({ contents: document.body.dataset['texts'] ?? '{}' });

const main = document.createElement('main');
document.body.append(main);
const page = new ScreenshotPage(main, formatFor(document.documentElement.lang));

window.addEventListener('message', (event: MessageEvent<ScreenshotHostMessage>) =>
  page.receive(event.data),
);

post({ type: 'ready' });

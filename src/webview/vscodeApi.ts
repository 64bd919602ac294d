import type { ViewMessage } from '../shared/chatProtocol';
import type { PrefixViewMessage } from '../shared/prefixProtocol';
import type { ScreenshotMessage } from '../shared/screenshotProtocol';
import type { SpendViewMessage } from '../shared/spendProtocol';

/** The editor's side of the page; it may be asked for only once. */
const api = acquireVsCodeApi();

/** Tells the host something. The page itself keeps nothing: what it shows is the host's. */
export function post(
  message: ViewMessage | SpendViewMessage | PrefixViewMessage | ScreenshotMessage,
): void {
  api.postMessage(message);
}

import type { ViewMessage } from '../shared/chatProtocol';

/** What the view keeps across reloads: the draft, and nothing that the host knows better. */
export interface ViewState {
  readonly draft: string;
}

/** The editor's side of the page; it may be asked for only once. */
const api = acquireVsCodeApi<ViewState>();

export function post(message: ViewMessage): void {
  api.postMessage(message);
}

export function readState(): ViewState {
  return api.getState() ?? { draft: '' };
}

export function writeState(state: ViewState): void {
  api.setState(state);
}

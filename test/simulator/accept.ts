import { invalidRequest, notFound } from './apiError';
import { withAutomaticMark } from './marks';
import type { Model } from './model';
import { findModel } from './models';
import type { Position } from './prompt';
import { layOut, totalTokens } from './prompt';
import type { MessagesRequest } from './request';
import type { Dialect } from './requestShape';
import { bindingControls } from './requestShape';
import type { State } from './state';
import type { Account, Replayed } from './thinking';
import { checkReplayed } from './thinking';
import type { Purpose } from './validate';
import { checkRequest } from './validate';

export interface Caller {
  readonly account: Account;
  readonly dialect: Dialect;
}

/** A request that passed every check, laid out as the model would read it. */
export interface Accepted {
  readonly request: MessagesRequest;
  readonly model: Model;
  readonly replayed: Replayed;
  readonly positions: readonly Position[];
  readonly promptTokens: number;
}

/** Runs every check that does not look at a single field's shape. */
export function accept(
  state: State,
  request: MessagesRequest,
  { account, dialect }: Caller,
  purpose: Purpose,
): Accepted {
  const model = findModel(request.model, state.options.verifiedOrganization);
  if (model === undefined || model.lifecycle === 'retired') {
    throw notFound(`model: ${request.model}`);
  }
  checkRequest(request, model, dialect, purpose);
  const controlled = dialect.betas.has(bindingControls);
  const replayed = checkReplayed(request, model, account, controlled);
  const positions = withAutomaticMark(request, layOut(request, model, replayed.dropped));
  const promptTokens = totalTokens(positions);
  if (purpose === 'create' && promptTokens > model.contextTokens) {
    throw invalidRequest(
      `prompt is too long: ${promptTokens} tokens > ${model.contextTokens} maximum`,
    );
  }
  return { request, model, replayed, positions, promptTokens };
}

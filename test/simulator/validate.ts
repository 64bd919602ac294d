import { checkEffortAndThinking } from './effort';
import type { Model } from './model';
import type { MessagesRequest } from './request';
import type { Dialect } from './requestShape';
import { checkMedia } from './validateMedia';
import { checkMessages, checkSystem } from './validateMessages';
import { checkParameters } from './validateParameters';
import { checkToolPairs } from './validateToolPairs';
import { checkTools } from './validateTools';

export type Purpose = 'create' | 'count';

/** The rules that need the model or more than one field; the shape was checked before. */
export function checkRequest(
  request: MessagesRequest,
  model: Model,
  dialect: Dialect,
  purpose: Purpose,
): void {
  checkParameters(request, model, dialect, purpose);
  checkTools(request, model);
  checkEffortAndThinking(request, model);
  checkSystem(request);
  checkMessages(request, model, dialect);
  checkToolPairs(request);
  checkMedia(request, model);
}

import { t } from '@vscode/l10n';
import type { FailureKind } from '../failure';
import type { Outcome } from './conversation';

/** A sentence on how an answer ended; undefined where it simply came to its end. */
export function noteOn(outcome: Outcome): string | undefined {
  switch (outcome.type) {
    case 'stopped':
      return t('Stopped. What had arrived is kept.');
    case 'failed':
      return undefined;
    case 'done':
      return noteOnStopReason(outcome);
  }
}

function noteOnStopReason({
  stopReason,
  stopDetails,
}: Extract<Outcome, { type: 'done' }>): string | undefined {
  switch (stopReason) {
    case 'end_turn':
      return undefined;
    case 'max_tokens':
      return t('The answer reached its length limit. Ask Claude to go on.');
    case 'stop_sequence':
      return t('The answer ended at a stop sequence.');
    case 'tool_use':
      return t('Claude asked for a tool, and none is offered here.');
    case 'pause_turn':
      return t('Claude paused. Ask it to go on.');
    case 'refusal':
      return stopDetails?.explanation
        ? t('Claude declined to answer: {0}', stopDetails.explanation)
        : t('Claude declined to answer. The message is left out of what is sent next.');
    case 'model_context_window_exceeded':
      return t('The conversation fills the context window of the model. Start a new conversation.');
    default:
      // A reason that the API has learnt since this version was made.
      return t('The answer ended for the reason "{0}".', String(stopReason));
  }
}

/** What can be done about a failure. */
export type Remedy =
  'retry' | 'sendAnyway' | 'raiseBudget' | 'setApiKey' | 'openSettings' | 'newConversation';

/** The most promising remedy comes first. */
export function remediesFor(kind: FailureKind): readonly Remedy[] {
  switch (kind) {
    case 'noKey':
    case 'badKey':
      return ['setApiKey', 'retry'];
    case 'overBudget':
      return ['raiseBudget', 'sendAnyway'];
    case 'badBaseUrl':
    case 'unknownModel':
      return ['openSettings', 'retry'];
    case 'tooLong':
      return ['newConversation'];
    case 'rejected':
    case 'billing':
    case 'forbidden':
    case 'rateLimited':
    case 'spendLimit':
    case 'overloaded':
    case 'serverError':
    case 'unreachable':
    case 'stalled':
    case 'interrupted':
    case 'internal':
      return ['retry'];
  }
}

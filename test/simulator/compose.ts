import type { Accepted, Caller } from './accept';
import { defaultAnswer } from './answers';
import type { CachePlan, LevelKeys } from './cache';
import { diagnose, fingerprintOf } from './diagnostics';
import { displayOf } from './effort';
import { outputOf } from './output';
import type { Reply } from './reply';
import { usageOf } from './reply';
import { bindingControls } from './requestShape';
import type { Answer } from './script';
import type { State } from './state';
import { signer } from './thinking';

/** Decides what to say and what it costs, before the first byte is sent. */
export function composeReply(
  state: State,
  { request, model, replayed, positions, promptTokens }: Accepted,
  plan: CachePlan,
  keys: LevelKeys,
  { account, dialect }: Caller,
): Reply {
  const id = state.newId('msg_01');
  const warming = request.max_tokens === 0;
  const answer: Answer = warming
    ? { blocks: [], stopReason: 'max_tokens' }
    : (state.script.takeAnswer(request) ?? defaultAnswer(request));
  const windowTokens = model.contextTokens - promptTokens;
  const display = displayOf(request, model);
  const output = outputOf(answer, {
    model,
    stopSequences: request.stop_sequences ?? [],
    display,
    maxTokens: Math.min(request.max_tokens, windowTokens),
    byWindow: windowTokens < request.max_tokens,
    sign: signer(request, model, account, replayed, state.newId),
    newId: state.newId,
  });
  const input = usageOf(answer, plan, output);
  const fingerprint = fingerprintOf(positions, {
    account: account.key,
    model: model.id,
    speed: request.speed ?? 'standard',
    keys,
    cachedTokens: plan.readTokens + plan.write5mTokens + plan.write1hTokens,
  });
  const previousId = request.diagnostics?.previous_message_id ?? null;
  const diagnostics =
    previousId === null
      ? null
      : diagnose(state.fingerprints.get(previousId), fingerprint, plan.readTokens);
  state.fingerprints.set(id, fingerprint);
  return {
    id,
    model,
    request,
    answer,
    output,
    input,
    outputTokens: input.outputTokens,
    thinkingTokens:
      display === 'off' ? null : (answer.usage?.thinking_tokens ?? output.thinkingTokens),
    diagnostics,
    transformations: dialect.betas.has(bindingControls) ? replayed.transformations : null,
  };
}

import { invalidRequest } from './apiError';
import type { Model } from './model';
import type { MessagesRequest } from './request';
import type { Dialect } from './requestShape';
import { checkStrictSchema } from './strictSchema';
import type { Purpose } from './validate';

/** The parameters beside the prompt, as far as the model has a say in them. */
export function checkParameters(
  request: MessagesRequest,
  model: Model,
  dialect: Dialect,
  purpose: Purpose,
): void {
  if (request.max_tokens > model.maxOutputTokens) {
    throw invalidRequest(
      `max_tokens: ${request.max_tokens} > ${model.maxOutputTokens}, which is the maximum allowed number of output tokens for ${model.id}`,
    );
  }
  if (purpose === 'create' && request.max_tokens === 0) checkWarming(request);
  checkSampling(request, model);
  checkSpeed(request, model, dialect);
  const geo = request.inference_geo ?? null;
  if (geo !== null && !model.inferenceGeo) {
    throw invalidRequest(`'${request.model}' does not support the \`inference_geo\` parameter.`);
  }
  if (geo !== null && geo !== 'global' && geo !== 'us') {
    throw invalidRequest("inference_geo: Input should be 'global' or 'us'");
  }
  if ((request.stop_sequences ?? []).some((sequence) => sequence.trim() === '')) {
    throw invalidRequest('stop_sequences: each stop sequence must contain non-whitespace');
  }
  const schema = request.output_config?.format?.['schema'];
  if (schema !== undefined) checkStrictSchema(schema, 'output_config.format.schema');
}

/** `max_tokens: 0` fills the cache and says nothing, so nothing may ask for an answer. */
function checkWarming(request: MessagesRequest): void {
  const choice = request.tool_choice?.type;
  const conflicts = [
    request.stream === true ? '`stream`' : null,
    request.thinking?.type === 'enabled' ? '`thinking.type: "enabled"`' : null,
    request.output_config?.format ? '`output_config.format`' : null,
    choice === 'any' || choice === 'tool' ? 'a `tool_choice` that forces tool use' : null,
  ];
  const conflict = conflicts.find((name) => name !== null);
  if (conflict !== undefined) {
    throw invalidRequest(`max_tokens: 0 is not supported with ${conflict}`);
  }
}

/** Only version 2023-06-01 lets these through to here. */
function checkSampling(request: MessagesRequest, model: Model): void {
  const { temperature, top_p: topP, top_k: topK } = request;
  if (!model.samplingParameters) {
    if (temperature !== undefined && temperature !== 1) refuseSampling('temperature');
    if (topP !== undefined && topP < 0.99) refuseSampling('top_p');
    if (topK !== undefined) refuseSampling('top_k');
    return;
  }
  if (temperature !== undefined && topP !== undefined) {
    throw invalidRequest(
      '`temperature` and `top_p` cannot both be specified for this model. Please use only one.',
    );
  }
  const thinks = request.thinking?.type === 'enabled' || request.thinking?.type === 'adaptive';
  if (thinks && temperature !== undefined && temperature !== 1) {
    throw invalidRequest('`temperature` may only be set to 1 when thinking is enabled.');
  }
}

function refuseSampling(name: string): never {
  throw invalidRequest(`\`${name}\` is deprecated for this model.`);
}

function checkSpeed(request: MessagesRequest, model: Model, { betas }: Dialect): void {
  const speed = request.speed ?? null;
  if (speed === null) return;
  if (model.fastNeedsBeta && !betas.has('fast-mode-2026-02-01')) {
    throw invalidRequest('speed: Extra inputs are not permitted');
  }
  if (speed === 'fast' && model.fastPrice === null) {
    throw invalidRequest(`'${request.model}' does not support fast mode.`);
  }
}

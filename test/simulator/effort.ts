import { invalidRequest } from './apiError';
import type { Effort, Model, ThinkingType } from './model';
import type { Display } from './output';
import type { MessagesRequest } from './request';
import { blocksOf } from './request';

const reference =
  'Please consult our documentation at https://docs.claude.com/en/docs/build-with-claude/extended-thinking';

export function effortOf(request: MessagesRequest, model: Model): Effort {
  return request.output_config?.effort ?? model.defaultEffort;
}

/** The effort and thinking rules of one model. */
export function checkEffortAndThinking(request: MessagesRequest, model: Model): void {
  const wanted = request.output_config?.effort ?? null;
  if (wanted !== null && model.efforts.length === 0) {
    throw invalidRequest('This model does not support the effort parameter.');
  }
  if (wanted !== null && !model.efforts.includes(wanted)) {
    const levels = model.efforts.toSorted().join(', ');
    throw invalidRequest(
      `This model does not support effort level '${wanted}'. Supported levels: ${levels}.`,
    );
  }
  const thinking = request.thinking;
  if (thinking === undefined) return;
  checkThinkingType(thinking.type, effortOf(request, model), model);
  const budget = thinking.budget_tokens;
  if (budget !== undefined && request.max_tokens > 0 && budget >= request.max_tokens) {
    throw invalidRequest(
      `\`max_tokens\` must be greater than \`thinking.budget_tokens\`. ${reference}#max-tokens-and-context-window-size`,
    );
  }
}

function checkThinkingType(type: ThinkingType, effort: Effort, model: Model): void {
  switch (model.thinking[type]) {
    case 'yes':
      return;
    case 'upToHigh':
      if (effort !== 'xhigh' && effort !== 'max') return;
      throw invalidRequest(
        `output_config.effort '${effort}' is not supported when thinking is disabled on this model. Use effort 'high' or below, or enable thinking.`,
      );
    case 'no':
      throw invalidRequest(refusal(type, model));
  }
}

function refusal(type: ThinkingType, model: Model): string {
  const unsupported = `"thinking.type.${type}" is not supported for this model.`;
  const control =
    '"thinking.type.adaptive" and "output_config.effort" to control thinking behavior.';
  switch (type) {
    case 'adaptive':
      return 'adaptive thinking is not supported on this model';
    case 'between_tools':
      return unsupported;
    case 'enabled':
      return `${unsupported} Use ${control}`;
    case 'disabled':
      return model.thinking.between_tools === 'no'
        ? `${unsupported} Use ${control}`
        : `${unsupported} Use "thinking.type.between_tools" for the lowest thinking setting, or ${control}`;
  }
}

/** Whether the answer to this request thinks, and whether it shows what it thought. */
export function displayOf(request: MessagesRequest, model: Model): Display {
  const thinking = request.thinking;
  const type = thinking?.type ?? (model.thinksByDefault ? 'adaptive' : 'disabled');
  switch (type) {
    case 'disabled':
      return 'off';
    case 'between_tools':
      return answersTools(request) ? 'omitted' : 'off';
    case 'adaptive':
    case 'enabled':
      return (thinking?.display ?? model.displayByDefault) === 'omitted' ? 'omitted' : 'summarized';
  }
}

function answersTools({ messages }: MessagesRequest): boolean {
  const last = messages.findLast(({ role }) => role === 'user');
  return blocksOf(last?.content ?? '').some((block) => block.type === 'tool_result');
}

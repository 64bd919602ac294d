import { invalidRequest, notFound } from './apiError';
import type { JsonObject } from './json';
import type { Effort, Model } from './model';
import { findModel } from './models';
import { models } from './modelTable';

const lifecycles: readonly string[] = ['active', 'deprecated', 'retired'];

/** `GET /v1/models`: newest first, a page at a time. */
export function listModels(query: URLSearchParams, verified: boolean): JsonObject {
  for (const name of query.keys()) {
    if (!['limit', 'after_id', 'before_id', 'lifecycle', 'lifecycle[]'].includes(name)) {
      throw invalidRequest(`${name}: Extra inputs are not permitted`);
    }
  }
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit)) throw invalidRequest('limit: Input should be a valid integer');
  if (limit < 1) throw invalidRequest('limit: Input should be greater than or equal to 1');
  if (limit > 1000) throw invalidRequest('limit: Input should be less than or equal to 1000');
  const stages = [...query.getAll('lifecycle'), ...query.getAll('lifecycle[]')];
  if (stages.some((stage) => !lifecycles.includes(stage))) {
    throw invalidRequest("lifecycle: Input should be 'active', 'deprecated' or 'retired'");
  }
  const wanted = stages.length === 0 ? ['active', 'deprecated'] : stages;
  const all = models.filter(
    ({ lifecycle, restricted }) => wanted.includes(lifecycle) && (verified || !restricted),
  );
  const page = pageOf(all, limit, query.get('after_id'), query.get('before_id'));
  return {
    data: page.items.map(modelInfo),
    has_more: page.hasMore,
    first_id: page.items[0]?.id ?? null,
    last_id: page.items.at(-1)?.id ?? null,
  };
}

export function retrieveModel(id: string, verified: boolean): JsonObject {
  const model = findModel(id, verified);
  if (model === undefined) throw notFound(`model: ${id}`);
  return modelInfo(model);
}

function pageOf(
  all: readonly Model[],
  limit: number,
  afterId: string | null,
  beforeId: string | null,
): { items: readonly Model[]; hasMore: boolean } {
  if (beforeId !== null) {
    const end = Math.max(0, indexOf(all, beforeId, 'before_id'));
    const start = Math.max(0, end - limit);
    return { items: all.slice(start, end), hasMore: start > 0 };
  }
  const start = afterId === null ? 0 : indexOf(all, afterId, 'after_id') + 1;
  return { items: all.slice(start, start + limit), hasMore: start + limit < all.length };
}

function indexOf(all: readonly Model[], id: string, parameter: string): number {
  const index = all.findIndex((model) => model.id === id);
  if (index < 0) throw invalidRequest(`${parameter}: Model not found: ${id}`);
  return index;
}

function support(supported: boolean): JsonObject {
  return { supported };
}

function modelInfo(model: Model): JsonObject {
  return {
    type: 'model',
    id: model.id,
    display_name: model.displayName,
    created_at: model.createdAt,
    line: model.line,
    lifecycle: model.lifecycle,
    deprecated_at: model.deprecatedAt,
    retires_at: model.retiresAt,
    max_input_tokens: model.contextTokens,
    max_tokens: model.maxOutputTokens,
    capabilities: model.lifecycle === 'retired' ? null : capabilities(model),
  };
}

function capabilities(model: Model): JsonObject {
  const effort = (level: Effort): JsonObject => support(model.efforts.includes(level));
  const accepts = (type: keyof Model['thinking']): JsonObject =>
    support(model.thinking[type] !== 'no');
  const current = model.generation >= 45;
  return {
    batch: support(true),
    citations: support(true),
    code_execution: support(current && model.line !== 'haiku'),
    context_management: {
      supported: true,
      clear_thinking_20251015: support(true),
      clear_tool_uses_20250919: support(true),
      compact_20260112: support(model.generation >= 46),
    },
    effort: {
      supported: model.efforts.length > 0,
      low: effort('low'),
      medium: effort('medium'),
      high: effort('high'),
      xhigh: model.efforts.length === 0 ? null : effort('xhigh'),
      max: effort('max'),
    },
    image_input: support(true),
    pdf_input: support(true),
    server_tools: {
      supported: true,
      web_search: support(true),
      code_execution: support(true),
    },
    structured_outputs: support(current),
    thinking: {
      supported: true,
      types: {
        adaptive: accepts('adaptive'),
        between_tools: accepts('between_tools'),
        disabled: accepts('disabled'),
        enabled: accepts('enabled'),
      },
    },
  };
}

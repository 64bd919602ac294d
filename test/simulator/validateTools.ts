import { invalidRequest } from './apiError';
import { isObject } from './json';
import type { Model } from './model';
import type { MessagesRequest, Tool } from './request';
import { checkStrictSchema } from './strictSchema';

const propertyName = /^[a-zA-Z0-9_.-]{1,64}$/;

export function checkTools(request: MessagesRequest, model: Model): void {
  const tools = request.tools ?? [];
  const names = tools.flatMap(({ name }) => (name === undefined ? [] : [name]));
  if (new Set(names).size < names.length) throw invalidRequest('tools: Tool names must be unique.');
  tools.forEach(checkCustomTool);
  checkToolChoice(request, names, model);
}

function checkCustomTool(tool: Tool, index: number): void {
  if ((tool['type'] ?? 'custom') !== 'custom') return;
  const path = `tools.${index}.custom`;
  const schema = tool['input_schema'];
  if (!isObject(schema)) return;
  if (['oneOf', 'allOf', 'anyOf'].some((name) => schema[name] !== undefined)) {
    throw invalidRequest(
      `${path}.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level`,
    );
  }
  const properties = schema['properties'];
  if (isObject(properties) && Object.keys(properties).some((name) => !propertyName.test(name))) {
    throw invalidRequest(
      `${path}.input_schema.properties: Property keys should match pattern '${propertyName.source}'`,
    );
  }
  if (tool['strict'] === true) checkStrictSchema(schema, path);
}

function checkToolChoice(request: MessagesRequest, names: readonly string[], model: Model): void {
  const choice = request.tool_choice;
  if (choice === undefined) return;
  if ((request.tools ?? []).length === 0) {
    throw invalidRequest(
      'tool_choice: `tool_choice` may only be specified while providing `tools`.',
    );
  }
  if (choice.type !== 'any' && choice.type !== 'tool') return;
  if (!model.forcedToolChoice) {
    throw invalidRequest('tool_choice: type "tool" and "any" are not supported for this model.');
  }
  const thinking = request.thinking?.type;
  if (thinking === 'enabled' || thinking === 'adaptive') {
    throw invalidRequest('Thinking may not be enabled when tool_choice forces tool use.');
  }
  if (choice.name !== undefined && !names.includes(choice.name)) {
    throw invalidRequest(`Tool '${choice.name}' not found in provided tools`);
  }
}

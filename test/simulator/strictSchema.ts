import { invalidRequest } from './apiError';
import type { Json } from './json';
import { isArray, isObject } from './json';

/** Keywords that a grammar cannot hold, by the type that they constrain. */
const unsupported: Readonly<Record<string, readonly string[]>> = {
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  integer: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  string: ['minLength', 'maxLength'],
  array: ['maxItems', 'uniqueItems', 'contains'],
  object: ['minProperties', 'maxProperties', 'patternProperties'],
};

/** What structured outputs and strict tools refuse in a JSON schema. */
export function checkStrictSchema(schema: Json, path: string): void {
  if (!isObject(schema)) return;
  const types = [schema['type']].flat().filter((type) => typeof type === 'string');
  for (const type of types) {
    const keyword = unsupported[type]?.find((name) => schema[name] !== undefined);
    if (keyword !== undefined) {
      throw invalidRequest(`${path}: For '${type}' type, property '${keyword}' is not supported`);
    }
  }
  if (types.includes('object') && schema['additionalProperties'] !== false) {
    throw invalidRequest(
      `${path}: For 'object' type, 'additionalProperties' must be explicitly set to false`,
    );
  }
  for (const name of ['properties', '$defs', 'definitions']) {
    const parts = schema[name];
    if (isObject(parts)) {
      for (const part of Object.values(parts)) checkStrictSchema(part ?? null, path);
    }
  }
  for (const name of ['items', 'anyOf', 'allOf', 'oneOf']) {
    const parts = schema[name];
    if (isArray(parts)) parts.forEach((part) => checkStrictSchema(part, path));
    else if (isObject(parts)) checkStrictSchema(parts, path);
  }
}

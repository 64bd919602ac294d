import type { Json, JsonObject } from './json';
import { isArray, isObject, textOf } from './json';

/** The simplest value that a JSON schema allows, for answers in a structured format. */
export function sampleOf(schema: Json | undefined, root: Json | undefined = schema): Json {
  if (!isObject(schema)) return null;
  const reference = textOf(schema['$ref']);
  if (reference !== '') return sampleOf(resolve(reference, root), root);
  if (schema['const'] !== undefined) return schema['const'];
  const choices = schema['enum'] ?? schema['examples'];
  if (isArray(choices) && choices[0] !== undefined) return choices[0];
  const options = schema['anyOf'] ?? schema['oneOf'] ?? schema['allOf'];
  if (isArray(options)) return sampleOf(options[0], root);
  switch (textOf([schema['type'] ?? ''].flat()[0])) {
    case 'object':
      return sampleObject(schema, root);
    case 'array':
      return [sampleOf(schema['items'], root)];
    case 'string':
      return 'From the simulator';
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function sampleObject(schema: JsonObject, root: Json | undefined): JsonObject {
  const properties = schema['properties'];
  if (!isObject(properties)) return {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, part]) => [name, sampleOf(part, root)]),
  );
}

/** Follows a reference such as `#/$defs/place` from the root. */
function resolve(reference: string, root: Json | undefined): Json | undefined {
  let found = root;
  for (const name of reference.split('/').slice(1)) {
    found = isObject(found) ? found[name] : undefined;
  }
  return found;
}

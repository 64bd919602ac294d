import { invalidRequest } from './apiError';
import type { Json, JsonObject } from './json';
import { isArray, isObject } from './json';

/** Throws the API's 400 when a value at a path does not have the shape. */
export type Shape = (value: Json, path: string) => void;

export interface Field {
  readonly shape: Shape;
  readonly required: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

export function fail(path: string, message: string): never {
  throw invalidRequest(path === '' ? message : `${path}: ${message}`);
}

export function join(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

export function required(shape: Shape): Field {
  return { shape, required: true };
}

export function optional(shape: Shape): Field {
  return { shape, required: false };
}

export function nullable(shape: Shape): Shape {
  return (value, path) => {
    if (value !== null) shape(value, path);
  };
}

export const anything: Shape = () => {};

export const boolean: Shape = (value, path) => {
  if (typeof value !== 'boolean') fail(path, 'Input should be a valid boolean');
};

export const anyObject: Shape = (value, path) => {
  if (!isObject(value)) fail(path, 'Input should be an object');
};

interface StringRules {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
}

export function string(rules: StringRules = {}): Shape {
  return (value, path) => {
    if (typeof value !== 'string') return fail(path, 'Input should be a valid string');
    const { minLength = 0, maxLength = Infinity, pattern } = rules;
    if (value.length < minLength) {
      fail(path, `String should have at least ${minLength} character${plural(minLength)}`);
    }
    if (value.length > maxLength) {
      fail(path, `String should have at most ${maxLength} character${plural(maxLength)}`);
    }
    if (pattern !== undefined && !pattern.test(value)) {
      fail(path, `String should match pattern '${pattern.source}'`);
    }
  };
}

interface NumberRules {
  readonly min?: number;
  readonly max?: number;
}

export function integer(rules: NumberRules = {}): Shape {
  return (value, path) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      return fail(path, 'Input should be a valid integer');
    }
    checkRange(value, path, rules);
  };
}

export function number(rules: NumberRules = {}): Shape {
  return (value, path) => {
    if (typeof value !== 'number') return fail(path, 'Input should be a valid number');
    checkRange(value, path, rules);
  };
}

function checkRange(value: number, path: string, { min, max }: NumberRules): void {
  if (min !== undefined && value < min) {
    fail(path, `Input should be greater than or equal to ${min}`);
  }
  if (max !== undefined && value > max) {
    fail(path, `Input should be less than or equal to ${max}`);
  }
}

export function literal(...values: readonly string[]): Shape {
  return (value, path) => {
    if (typeof value === 'string' && values.includes(value)) return;
    fail(path, `Input should be ${alternatives(values)}`);
  };
}

export function array(shape: Shape, rules: { readonly maxLength?: number } = {}): Shape {
  return (value, path) => {
    if (!isArray(value)) return fail(path, 'Input should be a valid array');
    if (rules.maxLength !== undefined && value.length > rules.maxLength) {
      fail(path, `List should have at most ${rules.maxLength} items after validation`);
    }
    value.forEach((item, index) => shape(item, join(path, index)));
  };
}

export function stringOr(shape: Shape): Shape {
  return (value, path) => {
    if (typeof value !== 'string') shape(value, path);
  };
}

/** An object with these fields and no others; the declared fields are checked first. */
export function object(fields: Fields): Shape {
  return (value, path) => {
    if (!isObject(value)) return fail(path, 'Input should be an object');
    checkFields(value, path, fields);
  };
}

export function checkFields(value: JsonObject, path: string, fields: Fields): void {
  for (const [name, field] of Object.entries(fields)) {
    const item = value[name];
    if (item !== undefined) field.shape(item, join(path, name));
    else if (field.required) fail(join(path, name), 'Field required');
  }
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(fields, name)) fail(join(path, name), 'Extra inputs are not permitted');
  }
}

/**
 * An object told apart by its `type`, which becomes part of the path, as in
 * `messages.0.content.0.text.text`. `fallback` names the variant of an object without a type.
 */
export function tagged(variants: Readonly<Record<string, Fields>>, fallback?: string): Shape {
  return (value, path) => {
    if (!isObject(value)) return fail(path, 'Input should be an object');
    const tag = value['type'] ?? fallback;
    const name = typeof tag === 'string' ? tag : JSON.stringify(tag);
    if (tag === undefined) return fail(join(path, 'type'), 'Field required');
    const fields = Object.hasOwn(variants, name) ? variants[name] : undefined;
    if (fields === undefined) {
      const tags = Object.keys(variants).map((variant) => `'${variant}'`);
      return fail(
        path,
        `Input tag '${name}' found using 'type' does not match any of the expected tags: ${tags.join(', ')}`,
      );
    }
    checkFields(value, join(path, name), { type: optional(anything), ...fields });
  };
}

function alternatives(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} or ${last}`;
}

function plural(count: number): string {
  return count === 1 ? '' : 's';
}

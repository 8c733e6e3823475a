// What was stored may be of another release, or damaged: it is taken for what it should be only where it has that form. Pure.

export type Check<T> = (value: unknown) => value is T;

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isNumber = (value: unknown): value is number => typeof value === 'number';
export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

// ISO 8601.
export const isMoment = (value: unknown): value is string => isText(value) && !Number.isNaN(Date.parse(value));

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf<T>(check: Check<T>): Check<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(check);
}

export function among<T extends string>(words: readonly T[]): Check<T> {
  return (value): value is T => words.some((word) => word === value);
}

export function perhaps<T>(check: Check<T>): Check<T | undefined> {
  return (value): value is T | undefined => value === undefined || check(value);
}

export type Checks<T> = { [Key in keyof T]-?: Check<T[Key]> };

export function objectOf<T>(checks: Checks<T>): Check<T> {
  const keys = Object.keys(checks) as (keyof T & string)[];
  return (value): value is T => isObject(value) && keys.every((key) => checks[key](value[key]));
}

// `otherwise`, with what `value` has in the form expected.
export function filledIn<T extends object>(otherwise: T, checks: Checks<T>, value: unknown): T {
  if (!isObject(value)) return otherwise;
  const keys = Object.keys(checks) as (keyof T & string)[];
  return { ...otherwise, ...Object.fromEntries(keys.filter((key) => key in value && checks[key](value[key])).map((key) => [key, value[key]])) };
}

// JSON, or undefined when it is none.
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

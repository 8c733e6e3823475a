// Every word of the console in every language: none missing, none left over, none left in English.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DescEnum } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import * as claims from '~/gen/lightship/v1/claims_pb';
import * as contact from '~/gen/lightship/v1/contact_pb';
import * as filter from '~/gen/lightship/v1/filter_pb';
import * as incident from '~/gen/lightship/v1/incident_pb';
import * as notice from '~/gen/lightship/v1/notice_pb';
import * as statement from '~/gen/lightship/v1/statement_pb';
import * as statistics from '~/gen/lightship/v1/statistics_pb';
import * as vocabulary from '~/gen/lightship/v1/vocabulary_pb';
import type { Text } from '~/i18n/catalogue';
import { languages, type Language } from '~/i18n/languages';

const source = new URL('../src/', import.meta.url).pathname;

function read(language: Language): Map<string, Text> {
  const folder = join(source, 'i18n', language);
  const words = new Map<string, Text>();
  for (const file of readdirSync(folder)) {
    const entries = Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Text>);
    for (const [key, text] of entries) {
      expect(words.has(key), `${key} stands twice in ${language}`).toBe(false);
      words.set(key, text);
    }
  }
  return words;
}

const english = read('en');
const formsOf = (text: Text): string[] => (typeof text === 'string' ? [text] : Object.values(text));
const placeholders = (text: Text): string[] =>
  [...new Set(formsOf(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []))].sort();

// Letters that stand in every language: codes, signs, names of systems.
const isCommon = (form: string): boolean => !/\p{Ll}{3}/u.test(form.replace(/\{\w+\}/g, ''));
const inOwnScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

describe.each(languages.filter((language) => language !== 'en'))('%s', (language) => {
  const words = read(language);

  test('has every key of English and no other', () => {
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('fills in the same values', () => {
    for (const [key, text] of english) expect([key, placeholders(words.get(key) ?? '')]).toEqual([key, placeholders(text)]);
  });

  test('has each plural form that the language needs', () => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const [key, text] of words) {
      expect([key, typeof text]).toEqual([key, typeof english.get(key)]);
      if (typeof text === 'object') expect([key, Object.keys(text)]).toEqual([key, expect.arrayContaining(['other'])]);
      if (typeof text === 'object' && needed.includes('one')) expect([key, Object.keys(text)]).toEqual([key, expect.arrayContaining(['one'])]);
    }
  });

  test('has no empty text', () => {
    expect([...words].filter(([, text]) => formsOf(text).some((form) => form.trim() === '')).map(([key]) => key)).toEqual([]);
  });
});

test.each(languages.filter((language) => /^(ja|zh)/.test(language)))('%s is written in its own script', (language) => {
  const foreign = [...read(language)].filter(([, text]) => formsOf(text).some((form) => !isCommon(form) && !inOwnScript.test(form)));
  expect(foreign.map(([key]) => key)).toEqual([]);
});

describe('English', () => {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && /\.tsx?$/.test(file.name))
    .map((file) => join((file as { parentPath?: string }).parentPath ?? file.path, file.name))
    .filter((path) => !path.includes('/gen/'));
  const code = files.map((path) => readFileSync(path, 'utf8')).join('\n');

  test('has every key that the page asks for', () => {
    const asked = [...code.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((match) => match[1]);
    expect([...new Set(asked)].filter((key) => !english.has(key))).toEqual([]);
  });

  test('has some key for each family that the page asks for', () => {
    const named = (call: string) => [...code.matchAll(new RegExp(`\\b${call}\\(\`([\\w-]+(?:\\.[\\w-]+)*\\.)\\$\\{`, 'g'))].map((match) => match[1]);
    // What is asked for only where there is a text may have none.
    const optional = named('hasText');
    const families = named('t').filter((family) => !optional.includes(family));
    const keys = [...english.keys()];
    expect([...new Set(families)].filter((family) => !keys.some((key) => key.startsWith(family)))).toEqual([]);
  });

  test('has no key that nothing asks for', () => {
    const literals = new Set([...code.matchAll(/['"`]([\w-]+(?:\.[\w[\]-]+)+)['"`]/g)].map((match) => match[1]));
    const families = [...new Set([...code.matchAll(/`([\w-]+\.(?:[\w-]+\.)*)[\w-]*\$\{/g)].map((match) => match[1]))];
    const unused = [...english.keys()].filter((key) => !literals.has(key) && !families.some((family) => key.startsWith(family)));
    expect(unused).toEqual([]);
  });

  test('names every value of the protocol that a person may see', () => {
    const modules = [vocabulary, statement, claims, incident, filter, notice, contact, statistics];
    const enums = modules.flatMap((module) => Object.values(module) as unknown[])
      .filter((value): value is DescEnum => (value as DescEnum | undefined)?.kind === 'enum');
    const missing = enums.flatMap((schema) => schema.values.map((value) => `enum.${schema.name}.${value.localName}`))
      .filter((key) => !english.has(key));
    expect(missing).toEqual([]);
  });
});

// The conditions of a filter in words: what may be chosen under each, whether it is, and how it is switched.
import type { DescEnum } from '@bufbuild/protobuf';
import { navareaNumbers } from '~/base/navareas';
import { t } from '~/i18n/catalogue';
import { navareaText } from '~/i18n/place';
import { choices, economyName, enumName } from '~/i18n/names';
import { regions } from '~/i18n/regions';
import { codeConditions, wordConditions, type Filter, type WordKey } from '~/state/filter';
import { areas, areaTitle } from './areas';
import { ports } from './ports';

export interface Choice {
  value: string;
  name: string;
}

export interface Condition {
  key: string;
  name: string;
  choices: () => Choice[];
  // Values that are set, in words.
  chosen: (filter: Filter) => Choice[];
  toggle: (filter: Filter, value: string) => void;
  clear: (filter: Filter) => void;
}

function toggled<T>(values: readonly T[] | undefined, value: T): T[] {
  const before = values ?? [];
  return before.includes(value) ? before.filter((one) => one !== value) : [...before, value];
}


function codeCondition({ key, schema }: (typeof codeConditions)[number]): Condition {
  const codes: DescEnum = schema;
  return {
    key,
    name: t(`filter.${key}`),
    choices: () => choices(codes).map(({ number, name }) => ({ value: String(number), name })),
    chosen: (filter) => (filter.codes[key] ?? []).map((number) => ({ value: String(number), name: enumName(codes, number) })),
    toggle: (filter, value) => {
      filter.codes[key] = toggled(filter.codes[key], Number(value));
    },
    clear: (filter) => {
      delete filter.codes[key];
    },
  };
}

function wordName(key: WordKey, value: string): string {
  switch (key) {
    case 'area': return areaTitle(value);
    case 'port': return ports.find((port) => port.unlocode === value)?.name ?? value;
    default: return economyName(value);
  }
}

function wordChoices(key: WordKey): Choice[] {
  switch (key) {
    case 'area': return areas.map(({ name }) => ({ value: name, name: areaTitle(name) }));
    case 'port': return ports.map(({ unlocode, name }) => ({ value: unlocode, name }));
    default: return regions.map((code) => ({ value: code, name: economyName(code) })).sort((a, b) => a.name.localeCompare(b.name));
  }
}

function wordCondition(key: WordKey): Condition {
  return {
    key,
    name: t(`filter.${key}`),
    choices: () => wordChoices(key),
    chosen: (filter) => (filter.words[key] ?? []).map((value) => ({ value, name: wordName(key, value) })),
    toggle: (filter, value) => {
      filter.words[key] = toggled(filter.words[key], value);
    },
    clear: (filter) => {
      delete filter.words[key];
    },
  };
}

function listCondition(key: 'navareas' | 'categories', name: string, all: Choice[]): Condition {
  const nameOf = (value: string) => all.find((one) => one.value === value)?.name ?? value;
  return {
    key,
    name,
    choices: () => all,
    chosen: (filter) => filter[key].map((value) => ({ value: String(value), name: nameOf(String(value)) })),
    toggle: (filter, value) => {
      if (key === 'navareas') filter.navareas = toggled(filter.navareas, Number(value));
      else filter.categories = toggled(filter.categories, value);
    },
    clear: (filter) => {
      filter[key] = [];
    },
  };
}

function retractedCondition(): Condition {
  const choice = { value: '1', name: t('filter.retracted.on') };
  return {
    key: 'retracted',
    name: t('filter.retracted'),
    choices: () => [choice],
    chosen: (filter) => (filter.retracted ? [choice] : []),
    toggle: (filter) => {
      filter.retracted = !filter.retracted;
    },
    clear: (filter) => {
      filter.retracted = false;
    },
  };
}

// In the order of the menu, in the officer's language.
export function conditions(): Condition[] {
  const byKey = new Map(codeConditions.map((one) => [one.key as string, codeCondition(one)]));
  for (const { key } of wordConditions) byKey.set(key, wordCondition(key));
  const navareas = navareaNumbers.map((n) => ({ value: String(n), name: navareaText(n) }));
  byKey.set('navareas', listCondition('navareas', t('filter.navarea'), navareas));
  const categories = ['1', '2', '3', '4'].map((value) => ({ value, name: t('filter.category', { category: value }) }));
  byKey.set('categories', listCondition('categories', t('filter.cat'), categories));
  byKey.set('retracted', retractedCondition());
  const first = ['act', 'area', 'categories', 'economy', 'weapon', 'ship', 'status', 'state', 'flag', 'navareas', 'port'];
  return [...first.map((key) => byKey.get(key)!), ...[...byKey.values()].filter(({ key }) => !first.includes(key))];
}

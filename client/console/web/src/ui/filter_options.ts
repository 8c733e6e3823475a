// What the menu "add a filter" offers for what was typed.
import { daysOf, presetDays, presets } from '~/base/days';
import { t } from '~/i18n/catalogue';
import { dayName } from '~/i18n/format';
import type { Filter } from '~/state/filter';
import type { Condition } from './conditions';
import { likeness } from './search';

export interface Option {
  id: string;
  // Which condition it belongs to, and what it says of it.
  condition: string;
  value: string;
  on: boolean;
  // Opens the condition's own list instead of changing the filter.
  opens?: string;
  apply: (filter: Filter) => void;
}

// More lines are no help.
const optionsMost = 60;
const textLeast = 2;

export function valueOptions(condition: Condition, filter: Filter): Option[] {
  const on = new Set(condition.chosen(filter).map(({ value }) => value));
  return condition.choices().map(({ value, name }) => ({
    id: `${condition.key}-${value}`, condition: condition.name, value: name, on: on.has(value),
    apply: (changed) => condition.toggle(changed, value),
  }));
}

function conditionOptions(all: Condition[], filter: Filter): Option[] {
  const dates = { key: 'days', name: t('filter.days') };
  return [dates, ...all].map(({ key, name }) => ({
    id: `open-${key}`, condition: name, value: '', on: (all.find((one) => one.key === key)?.chosen(filter).length ?? 0) > 0,
    opens: key, apply: () => undefined,
  }));
}

export function presetOptions(today: Date): Option[] {
  return presets.map((preset) => ({
    id: `preset-${preset}`, condition: t('filter.days'), value: t(`filter.preset.${preset}`), on: false,
    apply: (filter) => {
      const { from, until } = presetDays(preset, today);
      filter.from = from;
      filter.until = until;
    },
  }));
}

function typedDays(query: string): Option[] {
  const days = daysOf(query);
  if (!days) return [];
  const option = (id: string, value: string, apply: Option['apply']): Option =>
    ({ id, condition: t('filter.days'), value, on: false, apply });
  return [
    option('typed-within', t('filter.within', { days: query.trim() }), (filter) => void Object.assign(filter, days)),
    option('typed-from', t('filter.from', { day: dayName(days.from) }), (filter) => (filter.from = days.from)),
    option('typed-until', t('filter.until', { day: dayName(days.until) }), (filter) => (filter.until = days.until)),
  ];
}

// Numbers and free words, as what they may be.
function typedOptions(query: string): Option[] {
  const text = query.trim();
  const options = typedDays(text);
  const imo = /^(?:imo\s*)?(\d{7})$/i.exec(text)?.[1];
  if (imo) {
    options.push({ id: 'typed-imo', condition: t('filter.imo'), value: imo, on: false, apply: (filter) => (filter.imo = Number(imo)) });
  }
  if (text.length >= textLeast) {
    options.push({ id: 'typed-name', condition: t('filter.name'), value: text, on: false, apply: (filter) => (filter.name = text) });
    options.push({ id: 'typed-text', condition: t('filter.q'), value: text, on: false, apply: (filter) => (filter.text = text) });
  }
  return options;
}

// Best first; what may be meant beside the lists comes last, but for dates and numbers, which are surely meant.
export function optionsFor(query: string, all: Condition[], filter: Filter, today: Date): Option[] {
  if (query.trim() === '') return conditionOptions(all, filter);
  const listed = [...presetOptions(today), ...all.flatMap((condition) => valueOptions(condition, filter))];
  const found = listed
    .map((option) => ({ option, like: likeness(query, option.value, option.condition) }))
    .filter(({ like }) => like > 0)
    .sort((a, b) => b.like - a.like)
    .map(({ option }) => option);
  const typed = typedOptions(query);
  const sure = typed.filter(({ id }) => id !== 'typed-name' && id !== 'typed-text');
  return [...sure, ...found.slice(0, optionsMost), ...typed.filter((option) => !sure.includes(option))];
}

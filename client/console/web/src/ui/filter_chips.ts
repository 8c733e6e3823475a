// A filter as chips: each condition with its values in words, and how it is taken away.
import { metresPerMile } from '~/base/geodesy';
import { t } from '~/i18n/catalogue';
import { dayName, numberText, pointText, eitherText } from '~/i18n/format';
import type { Filter } from '~/state/filter';
import { type Shape } from '~/state/shape';
import type { Condition } from './conditions';

export interface Chip {
  key: string;
  name: string;
  value: string;
  // The condition whose list changes it.
  opens?: string;
  remove: (filter: Filter) => void;
}

function shapeWords(shape: Shape): string {
  switch (shape.case) {
    case 'box':
      return t('filter.shape.box', {
        northWest: pointText(shape.value.northE7, shape.value.westE7), southEast: pointText(shape.value.southE7, shape.value.eastE7),
      });
    case 'circle':
      return t('filter.shape.circle', {
        miles: numberText(shape.value.radiusM / metresPerMile, 1), centre: pointText(shape.value.latE7, shape.value.lonE7),
      });
    case 'polygon':
      return t('filter.shape.polygon', { count: shape.value.vertices.length });
  }
}

function daysText({ from, until }: Filter): string {
  if (from && until) return t('filter.between', { from: dayName(from), until: dayName(until) });
  return from ? t('filter.from', { day: dayName(from) }) : t('filter.until', { day: dayName(until!) });
}

export function chipsOf(filter: Filter, all: Condition[]): Chip[] {
  const chips: Chip[] = [];
  if (filter.from || filter.until) {
    chips.push({ key: 'days', name: t('filter.days'), value: daysText(filter), opens: 'days', remove: (changed) => {
      delete changed.from;
      delete changed.until;
    } });
  }
  if (filter.shape) {
    chips.push({ key: 'shape', name: t('filter.shape'), value: shapeWords(filter.shape), remove: (changed) => delete changed.shape });
  }
  for (const condition of all) {
    const chosen = condition.chosen(filter);
    if (chosen.length === 0) continue;
    const value = eitherText(chosen.map(({ name }) => name));
    chips.push({ key: condition.key, name: condition.name, value, opens: condition.key, remove: condition.clear });
  }
  if (filter.name) chips.push({ key: 'name', name: t('filter.name'), value: filter.name, remove: (changed) => delete changed.name });
  if (filter.imo) chips.push({ key: 'imo', name: t('filter.imo'), value: String(filter.imo), remove: (changed) => delete changed.imo });
  return chips;
}

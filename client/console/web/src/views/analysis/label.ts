// Values and dimensions in the officer's language.
import { monthIn } from '~/base/months';
import { Dimension, DimensionSchema } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { monthText, pointText } from '~/i18n/format';
import { language } from '~/i18n/language';
import { economyName, enumName } from '~/i18n/names';
import { navareaText } from '~/i18n/place';
import { areaTitle } from '~/ui/areas';
import { cellCentre } from '~/ui/s2_cell';
import { valueOf, type Value } from './value';

export const dimensionName = (dimension: Dimension): string => enumName(DimensionSchema, dimension);

export function monthName(monthOfYear: number): string {
  return new Date(Date.UTC(2000, monthOfYear - 1)).toLocaleDateString(language.value, { timeZone: 'UTC', month: 'long' });
}

function hourName(hour: number): string {
  return new Date(Date.UTC(2000, 0, 1, hour))
    .toLocaleTimeString(language.value, { timeZone: 'UTC', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

function cellName(token: string): string {
  const centre = cellCentre(token);
  return centre ? pointText(centre.latE7, centre.lonE7) : token;
}

function textOf(dimension: Dimension, value: Value): string {
  switch (value.kind) {
    case 'unknown': return t('analysis.notStated');
    case 'code': return enumName(value.schema, value.number);
    case 'word': return t(`dimension.${Dimension[dimension]}.${value.word}`);
    case 'state': return economyName(value.code);
    case 'severalStates': return t('analysis.severalStates');
    case 'area': return areaTitle(value.name, value.title);
    case 'navarea': return navareaText(value.number);
    case 'year': return String(value.number);
    case 'monthOfYear': return monthName(value.number);
    case 'hour': return hourName(value.number);
    case 'quarter': return t('analysis.quarter', { year: String(value.year), quarter: String(value.number) });
    case 'month': return monthText(monthIn(value.year, value.number), 'short');
    case 'cell': return cellName(value.token);
    case 'text': return value.text;
  }
}

export const labelOf = (dimension: Dimension, key: string): string => textOf(dimension, valueOf(dimension, key));

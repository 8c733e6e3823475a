// Values of report fields in the officer's language: what stands in a cell, and what cells are compared by.
import type { DescField, DescMessage, Message } from '@bufbuild/protobuf';
import { reflect } from '@bufbuild/protobuf/reflect';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { metresPerMile } from '~/base/geodesy';
import { navareaNumeral } from '~/base/navareas';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import type { OccurrenceTime, Perpetrators, Position } from '~/gen/lightship/v1/report_pb';
import {
  CountState, PositionQualityFlagSchema, TimePrecision, TimePrecisionSchema, ZoneBasis, ZoneBasisSchema,
} from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { listText, numberText, occurredText, positionText, timeText } from '~/i18n/format';
import { economyName, enumName } from '~/i18n/names';
import { parsedSibling, valueAt, type FieldRow } from './fields';

export interface Cell {
  // One line each; none: nothing is said.
  lines: string[];
  // The reporter's own words, where they say it otherwise.
  asWritten: string;
  // The part is not here: why is told elsewhere.
  absent: boolean;
}

const decimals = 2;
const economyFields = new Set(['coastal_states', 'flag', 'state', 'nationality']);

export function uncertaintyText(metres: number): string {
  return metres < metresPerMile / 2
    ? t('incident.within.m', { distance: numberText(metres) })
    : t('incident.within.nm', { distance: numberText(metres / metresPerMile, 1) });
}

export function occurrenceLines(occurred: OccurrenceTime): string[] {
  if (!occurred.start) return [];
  const lines = [occurredText(occurred)];
  if (occurred.precision > TimePrecision.MINUTE) {
    lines[0] = t('incident.asFineAs', { time: lines[0], precision: enumName(TimePrecisionSchema, occurred.precision) });
  }
  if (occurred.zoneBasis > ZoneBasis.STATED_LOCAL) lines.push(t('incident.zone', { basis: enumName(ZoneBasisSchema, occurred.zoneBasis) }));
  return lines;
}

export function positionLines(position: Position): string[] {
  if (position.latE7 === undefined || position.lonE7 === undefined) return [];
  const within = position.uncertaintyM ? ` ${uncertaintyText(position.uncertaintyM)}` : '';
  const doubts = position.qualityFlags.map((flag) => enumName(PositionQualityFlagSchema, flag));
  return [`${positionText(position)}${within}`, ...doubts];
}

function scalarText(field: DescField, value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'incident.yes' : 'incident.no');
  if (field.name === 'navarea') return navareaNumeral(Number(value));
  if (field.name === 'imo_number' || field.name === 'mmsi') return String(value);
  if (typeof value === 'number') return numberText(value, decimals);
  if (economyFields.has(field.name) && typeof value === 'string' && value !== 'ZZ') return economyName(value);
  return String(value);
}

function messageLines(schema: DescMessage, message: Message, label: string): string[] {
  switch (schema.typeName) {
    case 'google.protobuf.Timestamp': return [timeText(message as Timestamp)];
    case 'lightship.v1.OccurrenceTime': return occurrenceLines(message as OccurrenceTime);
    case 'lightship.v1.Position': return positionLines(message as Position);
    default: return [elementText(schema, message, label)];
  }
}

// An element of a list in one line: codes and words bare, figures with their names.
function elementText(schema: DescMessage, message: Message, label: string): string {
  const reflected = reflect(schema, message);
  const said = schema.fields.filter((field) => reflected.isSet(field) && reflected.get(field) !== 0);
  const texts = said.map((field) => {
    const value: unknown = reflected.get(field);
    if (typeof value === 'boolean' || said.includes(parsedSibling(field)!)) return '';
    const text = listText(linesOf(field, plainOf(message, field), `${label}.${field.name}`));
    const isFigure = field.fieldKind === 'scalar' && typeof value === 'number';
    return isFigure ? t('incident.figure', { name: t(`${label}.${field.name}`), value: text }) : text;
  });
  return listText(texts.filter((text) => text !== ''));
}

function plainOf(message: Message, field: DescField): unknown {
  return (message as unknown as Record<string, unknown>)[field.localName];
}

// `label`: key of the field's name, under which those of its own fields lie.
export function linesOf(field: DescField, value: unknown, label: string): string[] {
  if (value === undefined || value === '') return [];
  switch (field.fieldKind) {
    case 'enum': return value === 0 ? [] : [enumName(field.enum, value as number)];
    case 'scalar': return [scalarText(field, value)];
    case 'message': return messageLines(field.message, value as Message, label);
    case 'list': return (value as unknown[]).flatMap((element) => {
      if (field.listKind === 'enum') return [enumName(field.enum, element as number)];
      return field.listKind === 'message' ? messageLines(field.message, element as Message, label) : [scalarText(field, element)];
    });
    default: return [];
  }
}

// "4 to 6, estimated": the whole number in the row of its least, of its most where nobody says a least.
export const leastPath = 'facts.perpetrators.count_min';
export const mostPath = 'facts.perpetrators.count_max';
const tellsNumber = ({ path }: FieldRow) => path === leastPath || path === mostPath;

function perpetratorLines(perpetrators: Perpetrators | undefined): string[] {
  const { countMin, countMax, countState = CountState.UNSPECIFIED } = perpetrators ?? {};
  if (countMin === undefined && countMax === undefined) return [];
  const range = countMin === undefined ? t('incident.upTo', { most: countMax! })
    : countMax === undefined || countMax === countMin ? numberText(countMin)
      : t('incident.range', { least: countMin, most: countMax });
  return [countState === CountState.ESTIMATED ? t('incident.estimated', { range }) : range];
}

const noCell: Cell = { lines: [], asWritten: '', absent: true };

export function cellOf(report: IncidentStatement, row: FieldRow): Cell {
  const found = valueAt(report, row);
  if (!found) return noCell;
  const lines = tellsNumber(row) ? perpetratorLines(report.facts?.perpetrators)
    : found.value === undefined ? [] : linesOf(row.field, found.value, row.label);
  const written = found.asWritten || ownWords(found.value);
  const says = lines.join(' ').toLowerCase();
  return { lines, asWritten: written.toLowerCase() === says ? '' : written, absent: false };
}

// Times and positions carry what was written themselves.
function ownWords(value: unknown): string {
  return typeof value === 'object' && value !== null && 'asWritten' in value ? String(value.asWritten) : '';
}

// Whether reports in force say different things in a row (the rule of `lightship show`).
export function differ(cells: Cell[]): boolean {
  const said = cells.filter(({ lines }) => lines.length > 0).map(({ lines }) => lines.join('\n'));
  return new Set(said).size > 1;
}

export function rowName(row: FieldRow): string {
  const name = t(tellsNumber(row) ? 'field.facts.perpetrators' : row.label);
  return row.ordinal === 0 ? name : t('incident.ordinal', { name, number: row.ordinal });
}

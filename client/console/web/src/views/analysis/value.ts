// The key under which a node counts, as the value that it means: display names back to codes. Pure.
import type { DescEnum } from '@bufbuild/protobuf';
import { navareaNumbers, navareaNumeral } from '~/base/navareas';
import { codeOfState, irregularValues, nameOfArea } from '~/gen/node_names';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { ReliabilitySchema, ReportingAreaSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { namings } from './dimension';

export type Value =
  | { kind: 'unknown' }
  | { kind: 'code'; schema: DescEnum; number: number }
  | { kind: 'word'; word: string }
  | { kind: 'state'; code: string }
  | { kind: 'severalStates' }
  | { kind: 'area'; name: string; title: string }
  | { kind: 'year' | 'monthOfYear' | 'hour' | 'navarea'; number: number }
  | { kind: 'quarter' | 'month'; year: number; number: number }
  | { kind: 'cell'; token: string }
  // A UN/LOCODE or a place as written; also what this version cannot read.
  | { kind: 'text'; text: string };

const properNames: DescEnum[] = [ReportingAreaSchema, ReliabilitySchema];

const capitalised = (name: string) => name.toLowerCase().split('_')
  .map((word, at) => (at > 0 && (word === 'of' || word === 'and') ? word : word.charAt(0).toUpperCase() + word.slice(1)))
  .join(' ');

function displayName(schema: DescEnum, fullName: string, bareName: string): string {
  if (irregularValues[fullName]) return irregularValues[fullName];
  return properNames.includes(schema) ? capitalised(bareName) : bareName.toLowerCase().replaceAll('_', ' ');
}

const namesOfList = new Map<DescEnum, Map<string, number>>();

function numbersOf(schema: DescEnum): Map<string, number> {
  let names = namesOfList.get(schema);
  if (!names) {
    names = new Map(schema.values.filter((value) => value.number !== 0)
      .map((value) => [displayName(schema, value.name, value.localName), value.number]));
    namesOfList.set(schema, names);
  }
  return names;
}

const romans = navareaNumbers.map(navareaNumeral);

const text = (key: string): Value => ({ kind: 'text', text: key });

function codeValue(schema: DescEnum, key: string): Value {
  const number = numbersOf(schema).get(key);
  return number === undefined ? text(key) : { kind: 'code', schema, number };
}

function stateValue(key: string): Value {
  return codeOfState[key] ? { kind: 'state', code: codeOfState[key] } : text(key);
}

function navareaValue(roman: string): Value {
  const at = romans.indexOf(roman);
  return at < 0 ? text(roman) : { kind: 'navarea', number: at + 1 };
}

const navareaPrefix = 'NAVAREA ';

// Reporting areas before the States of the same names: so the node counts their ports and anchorages.
function locationValue(key: string): Value {
  if (key === 'several States') return { kind: 'severalStates' };
  if (key.startsWith(navareaPrefix)) return navareaValue(key.slice(navareaPrefix.length));
  const area = codeValue(ReportingAreaSchema, key);
  return area.kind === 'code' ? area : stateValue(key);
}

function partOfYear(kind: 'quarter' | 'month', key: string): Value {
  const found = /^(\d{4})-Q?(\d{1,2})$/.exec(key);
  return found ? { kind, year: Number(found[1]), number: Number(found[2]) } : text(key);
}

function numberValue(kind: 'year' | 'monthOfYear' | 'hour', key: string): Value {
  return /^\d+$/.test(key) ? { kind, number: Number(key) } : text(key);
}

export function valueOf(dimension: Dimension, key: string): Value {
  if (key === '') return { kind: 'unknown' };
  if (dimension === Dimension.UNSPECIFIED) return text(key);
  const naming = namings[dimension];
  switch (naming.by) {
    case 'list': return codeValue(naming.schema, key);
    case 'words': return naming.words[key] ? { kind: 'word', word: naming.words[key] } : text(key);
    case 'state': return stateValue(key);
    case 'area': return nameOfArea[key] ? { kind: 'area', name: nameOfArea[key], title: key } : text(key);
    case 'navarea': return navareaValue(key);
    case 'location': return locationValue(key);
    case 'year': case 'monthOfYear': case 'hour': return numberValue(naming.by, key);
    case 'quarter': case 'month': return partOfYear(naming.by, key);
    case 'cell': return { kind: 'cell', token: key };
    case 'port': return text(key);
  }
}

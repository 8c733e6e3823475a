// From a cell of a table to the filter of its incidents. Only where the filter says the same as the cell: else nothing. Pure.
import { ActStage, ReportingArea, ReportingAreaSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import type { CodeKey, Filter, WordKey } from '~/state/filter';
import { polygonShape } from '~/state/shape';
import { cellCorners } from '~/ui/s2_cell';
import { valueOf, type Value } from './value';

const codeKeys: Partial<Record<Dimension, CodeKey>> = {
  [Dimension.REPORTING_AREA]: 'reparea', [Dimension.SEA_ZONE]: 'zone', [Dimension.ACT]: 'act', [Dimension.SHIP_STATUS]: 'status',
  [Dimension.SHIP_TYPE]: 'ship', [Dimension.WEAPON]: 'weapon', [Dimension.CREW_CONSEQUENCE]: 'harm', [Dimension.LOSS]: 'loss',
  [Dimension.CRAFT]: 'craft', [Dimension.CRAFT_INDICATOR]: 'sign', [Dimension.VERIFICATION]: 'verified',
};

const wordKeys: Partial<Record<Dimension, WordKey>> = {
  [Dimension.FLAG]: 'flag', [Dimension.COASTAL_STATE]: 'state', [Dimension.ECONOMY]: 'economy',
};

const outcomes: Record<string, ActStage[]> = {
  actual: [ActStage.BOARDED, ActStage.ROBBERY, ActStage.HIJACKED, ActStage.KIDNAPPING, ActStage.HIJACK_AND_KIDNAP],
  attempted: [ActStage.ATTEMPTED_BOARDING, ActStage.FIRED_UPON],
};

// Lanes are counted as one location.
const lanes = [
  ReportingArea.SINGAPORE_STRAIT, ReportingArea.SINGAPORE_STRAIT_EASTBOUND, ReportingArea.SINGAPORE_STRAIT_WESTBOUND,
  ReportingArea.SINGAPORE_STRAIT_PRECAUTIONARY,
];

// Ports and anchorages of these States are counted there, wherever the reporting area is not known.
const areasOfStates = new Set([
  ReportingArea.INDONESIA, ReportingArea.MALAYSIA, ReportingArea.PHILIPPINES, ReportingArea.VIET_NAM, ReportingArea.THAILAND,
  ReportingArea.BANGLADESH, ReportingArea.INDIA, ReportingArea.SRI_LANKA, ReportingArea.CHINA, ReportingArea.PERU,
  ReportingArea.ECUADOR, ReportingArea.BRAZIL,
]);

const unlocode = /^[A-Z]{2}[A-Z2-9]{3}$/;
const monthsOfQuarter = 3;

// Narrows one list of the filter; false where it asks for other values already.
function chooseCodes(filter: Filter, key: CodeKey, numbers: number[]): boolean {
  const asked = filter.codes[key];
  const both = asked ? numbers.filter((number) => asked.includes(number)) : numbers;
  filter.codes[key] = both;
  return both.length > 0;
}

function chooseWord(filter: Filter, key: WordKey, word: string): boolean {
  const asked = filter.words[key];
  filter.words[key] = [word];
  return !asked || asked.includes(word);
}

function choosePeriod(filter: Filter, from: Date, until: Date): boolean {
  const lastDay = new Date(until.getTime() - 1).toISOString().slice(0, 10);
  const firstDay = from.toISOString().slice(0, 10);
  filter.from = filter.from && filter.from > firstDay ? filter.from : firstDay;
  filter.until = filter.until && filter.until < lastDay ? filter.until : lastDay;
  return filter.from <= filter.until;
}

function chooseMonths(filter: Filter, year: number, month: number, count: number): boolean {
  return choosePeriod(filter, new Date(Date.UTC(year, month - 1)), new Date(Date.UTC(year, month - 1 + count)));
}

function chooseLocation(filter: Filter, value: Value): boolean {
  if (value.kind !== 'code' || value.schema !== ReportingAreaSchema || areasOfStates.has(value.number)) return false;
  return chooseCodes(filter, 'reparea', value.number === ReportingArea.SINGAPORE_STRAIT ? lanes : [value.number]);
}

function chooseCell(filter: Filter, token: string): boolean {
  const corners = cellCorners(token);
  if (!corners || filter.shape) return false;
  filter.shape = polygonShape(corners);
  return true;
}

function choose(filter: Filter, dimension: Dimension, value: Value): boolean {
  if (dimension === Dimension.LOCATION) return chooseLocation(filter, value);
  switch (value.kind) {
    case 'code': {
      const key = codeKeys[dimension];
      return key !== undefined && chooseCodes(filter, key, [value.number]);
    }
    case 'state': {
      const key = wordKeys[dimension];
      return key !== undefined && chooseWord(filter, key, value.code);
    }
    case 'word':
      return dimension === Dimension.OUTCOME && value.word in outcomes && chooseCodes(filter, 'act', outcomes[value.word]);
    case 'area': return chooseWord(filter, 'area', value.name);
    case 'text': return dimension === Dimension.PORT && unlocode.test(value.text) && chooseWord(filter, 'port', value.text);
    case 'navarea': {
      const free = filter.navareas.length === 0 || filter.navareas.includes(value.number);
      filter.navareas = [value.number];
      return free;
    }
    case 'year': return chooseMonths(filter, value.number, 1, 12);
    case 'quarter': return chooseMonths(filter, value.year, (value.number - 1) * monthsOfQuarter + 1, monthsOfQuarter);
    case 'month': return chooseMonths(filter, value.year, value.number, 1);
    case 'cell': return chooseCell(filter, value.token);
    default: return false;
  }
}

// A month of any year needs its year beside it.
function monthOfYear(dimensions: readonly Dimension[], keys: readonly string[]): { dimensions: Dimension[]; keys: string[] } {
  const year = dimensions.indexOf(Dimension.YEAR);
  const month = dimensions.indexOf(Dimension.MONTH_OF_YEAR);
  if (year < 0 || month < 0 || keys[year] === '' || keys[month] === '') return { dimensions: [...dimensions], keys: [...keys] };
  const rest = dimensions.map((_, at) => at).filter((at) => at !== year && at !== month);
  return {
    dimensions: [Dimension.MONTH, ...rest.map((at) => dimensions[at])],
    keys: [`${keys[year]}-${keys[month]}`, ...rest.map((at) => keys[at])],
  };
}

export function narrowed(asked: Filter, dimensions: readonly Dimension[], keys: readonly string[]): Filter | undefined {
  const filter = structuredClone(asked);
  const meant = monthOfYear(dimensions, keys);
  const all = meant.keys.every((key, at) => choose(filter, meant.dimensions[at], valueOf(meant.dimensions[at], key)));
  return all && keys.length > 0 ? filter : undefined;
}

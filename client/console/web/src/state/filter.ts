// A filter: which incidents are meant, as it stands in the address and as the node is asked. Pure.
//
// Each condition is a key of the query with its values after commas: act=ROBBERY,BOARDED. An address that holds what this
// page does not know is read as far as it does.
import { create, type DescEnum } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { IncidentFilterSchema, LocatedSchema, type IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import { ExerciseStatusSchema } from '~/gen/lightship/v1/statement_pb';
import {
  ActStageSchema, ClassificationScheme, CraftIndicatorSchema, CraftKindSchema, CrewConsequenceSchema, LegalClassSchema,
  LightSchema, LossKindSchema, ReportingAreaSchema, SeaZoneSchema, ShipStatusSchema, ShipTypeSchema, VerificationSchema,
  WeaponSchema,
} from '~/gen/lightship/v1/vocabulary_pb';
import { shapeOf, shapeText, type Shape } from './shape';

// Lists of codes: key of the address, field of IncidentFilter, code list.
export const codeConditions = [
  { key: 'act', field: 'actStages', schema: ActStageSchema },
  { key: 'status', field: 'shipStatuses', schema: ShipStatusSchema },
  { key: 'ship', field: 'shipTypes', schema: ShipTypeSchema },
  { key: 'weapon', field: 'weapons', schema: WeaponSchema },
  { key: 'zone', field: 'seaZones', schema: SeaZoneSchema },
  { key: 'verified', field: 'verifications', schema: VerificationSchema },
  { key: 'class', field: 'legalClasses', schema: LegalClassSchema },
  { key: 'harm', field: 'crewConsequences', schema: CrewConsequenceSchema },
  { key: 'loss', field: 'losses', schema: LossKindSchema },
  { key: 'craft', field: 'craft', schema: CraftKindSchema },
  { key: 'sign', field: 'craftIndicators', schema: CraftIndicatorSchema },
  { key: 'light', field: 'lights', schema: LightSchema },
  { key: 'reparea', field: 'reportingAreas', schema: ReportingAreaSchema },
  { key: 'exercise', field: 'exerciseStatuses', schema: ExerciseStatusSchema },
  { key: 'located', field: 'located', schema: LocatedSchema },
] as const satisfies { key: string; field: keyof IncidentFilter; schema: DescEnum }[];

// Lists of words: economies and flags by ISO code, named areas, ports.
export const wordConditions = [
  { key: 'economy', field: 'economies' },
  { key: 'state', field: 'coastalStates' },
  { key: 'flag', field: 'flags' },
  { key: 'area', field: 'areas' },
  { key: 'port', field: 'unlocodes' },
] as const;

export type CodeKey = (typeof codeConditions)[number]['key'];
export type WordKey = (typeof wordConditions)[number]['key'];

export interface Filter {
  // Days, "2019-01-31", UTC; `until` is the last day meant.
  from?: string;
  until?: string;
  codes: Partial<Record<CodeKey, number[]>>;
  words: Partial<Record<WordKey, string[]>>;
  navareas: number[];
  // ReCAAP's category as an economy classified it, "1" to "4".
  categories: string[];
  name?: string;
  imo?: number;
  text?: string;
  shape?: Shape;
  retracted: boolean;
}

function listOf(params: URLSearchParams, key: string): string[] {
  return (params.get(key) ?? '').split(',').filter((word) => word !== '');
}

function numberOf(schema: DescEnum, name: string): number | undefined {
  return schema.values.find((value) => value.localName === name)?.number;
}

export function readFilter(params: URLSearchParams): Filter {
  const filter: Filter = {
    codes: {}, words: {}, navareas: listOf(params, 'navarea').map(Number).filter((n) => n >= 1 && n <= 21),
    categories: listOf(params, 'cat').filter((value) => /^[1-4]$/.test(value)), retracted: params.has('retracted'),
  };
  for (const { key, schema } of codeConditions) {
    const numbers = listOf(params, key).map((name) => numberOf(schema, name)).filter((n) => n !== undefined);
    if (numbers.length > 0) filter.codes[key] = numbers;
  }
  for (const { key } of wordConditions) {
    const values = listOf(params, key);
    if (values.length > 0) filter.words[key] = values;
  }
  for (const key of ['from', 'until'] as const) {
    const day = params.get(key);
    if (day && isDay(day)) filter[key] = day;
  }
  if (params.get('name')) filter.name = params.get('name')!;
  if (params.get('q')) filter.text = params.get('q')!;
  if (/^\d{7}$/.test(params.get('imo') ?? '')) filter.imo = Number(params.get('imo'));
  const shape = shapeOf(params.get('shape') ?? '');
  if (shape) filter.shape = shape;
  return filter;
}

function isDay(day: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
}

const ownKeys = ['from', 'until', 'navarea', 'cat', 'name', 'q', 'imo', 'shape', 'retracted'];
export const filterKeys: string[] = [...codeConditions.map((c) => c.key), ...wordConditions.map((c) => c.key), ...ownKeys];

// Sets the filter's keys in `params` and leaves the others (map view, tab) alone.
export function writeFilter(filter: Filter, params: URLSearchParams): void {
  for (const key of filterKeys) params.delete(key);
  const set = (key: string, values: (string | number | undefined)[]) => {
    const said = values.filter((value) => value !== undefined && value !== '');
    if (said.length > 0) params.set(key, said.join(','));
  };
  for (const { key, schema } of codeConditions) {
    set(key, (filter.codes[key] ?? []).map((number) => (schema as DescEnum).value[number]?.localName));
  }
  for (const { key } of wordConditions) set(key, filter.words[key] ?? []);
  set('navarea', filter.navareas);
  set('cat', filter.categories);
  for (const key of ['from', 'until', 'name', 'imo'] as const) set(key, [filter[key]]);
  set('q', [filter.text]);
  if (filter.shape) params.set('shape', shapeText(filter.shape));
  if (filter.retracted) params.set('retracted', '1');
}

// As the node is asked.
export function requestOf(filter: Filter): IncidentFilter {
  const request = create(IncidentFilterSchema, {
    navareas: filter.navareas,
    includeRetracted: filter.retracted,
    vesselName: filter.name ?? '',
    imoNumber: filter.imo ?? 0,
    text: filter.text ?? '',
    classifications: filter.categories.map((value) => ({ scheme: ClassificationScheme.RECAAP_CAT, value })),
  });
  for (const { key, field } of codeConditions) (request[field] as number[]) = [...(filter.codes[key] ?? [])];
  for (const { key, field } of wordConditions) request[field] = [...(filter.words[key] ?? [])];
  if (filter.from) request.occurredFrom = timestampFromDate(new Date(`${filter.from}T00:00:00Z`));
  if (filter.until) request.occurredUntil = timestampFromDate(dayAfter(filter.until));
  if (filter.shape) request.shape = filter.shape;
  return request;
}

function dayAfter(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
}

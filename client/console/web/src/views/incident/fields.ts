// What reports say, as rows by field: made from the schema, so that no field is forgotten. Pure.
import { ScalarType, toJson, type DescField, type DescMessage, type JsonValue, type Message } from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { ImoCheck, NameState, StatedState, VesselRole } from '~/gen/lightship/v1/vocabulary_pb';
import { FactsSchema, NarrativeSchema, PeopleSchema, VesselDetailsSchema } from '~/gen/lightship/v1/report_pb';

export const parts = ['facts', 'vessel', 'narrative', 'people'] as const;
export type PartName = (typeof parts)[number];

export const partSchemas: Record<PartName, DescMessage> = {
  facts: FactsSchema, vessel: VesselDetailsSchema, narrative: NarrativeSchema, people: PeopleSchema,
};

export const groups = [
  'where', 'act', 'ship', 'perpetrators', 'harm', 'losses', 'response', 'conditions', 'sources', 'account', 'people',
] as const;
export type Group = (typeof groups)[number];

const fieldsOfGroup: Partial<Record<Group, string[]>> = {
  where: ['occurred', 'reported_at', 'position', 'place_text', 'coastal_states', 'sea_zone', 'unlocode', 'reporting_area',
    'navarea'],
  act: ['act_stage', 'report_kind', 'legal_class_claimed'],
  ship: ['ships', 'ship_status', 'ship_parts', 'ship_outcome', 'circumstances'],
  perpetrators: ['perpetrators', 'weapons', 'weapons_statement', 'suspect_craft', 'suspect_craft_statement'],
  harm: ['crew_consequences'],
  losses: ['losses', 'loss_statement'],
  response: ['crew_actions', 'reported_to_authority', 'authority_contacts', 'coastal_responses', 'assistance_required'],
  conditions: ['conditions'],
};
const groupOfPart: Record<PartName, Group> = { facts: 'sources', vessel: 'ship', narrative: 'account', people: 'people' };

// Where a field of a part stands; what has no place of its own in Facts is about sources and quality.
export function groupOf(part: PartName, field: string): Group {
  const own = part === 'facts' ? groups.find((group) => fieldsOfGroup[group]?.includes(field)) : undefined;
  return own ?? groupOfPart[part];
}

// Messages that are one value to a reader.
const wholeMessages = new Set(['lightship.v1.OccurrenceTime', 'lightship.v1.Position', 'google.protobuf.Timestamp']);
// Lists whose elements are told apart: the n-th ship of one report is the n-th of another.
const numberedLists = new Set(['facts.ships', 'vessel.victims']);
// What goes without saying: shown when every field is asked for, or where a report says otherwise.
const usualStates = [StatedState.PRESENT, StatedState.NOT_STATED];
const usualValues: Record<string, unknown[]> = {
  'facts.ships.role': [VesselRole.TARGET], 'vessel.victims.role': [VesselRole.TARGET],
  'vessel.victims.name_state': [NameState.GIVEN], 'vessel.victims.imo_check': [ImoCheck.VALID, ImoCheck.ABSENT],
  'facts.weapons_statement': usualStates, 'facts.loss_statement': usualStates, 'facts.suspect_craft_statement': usualStates,
};
// Told by another row: the number of perpetrators in one, the name as people write it.
const toldElsewhere = new Set(['facts.perpetrators.count_state', 'vessel.victims.name_normalised']);
// Not about the event, or told differently by everybody: no difference is marked.
const notCompared = /^(narrative|people)\.|^facts\.(report_kind|reported_at|source_chain|external_refs|quality_notes|corrected_fields|counts_in|reliability|credibility)/;

export interface FieldRow {
  // "vessel.victims[0].imo_number"
  path: string;
  // Key of its name: "field.vessel.victims.imo_number".
  label: string;
  // Of a list whose elements are told apart, from 1; 0: no such.
  ordinal: number;
  part: PartName;
  group: Group;
  field: DescField;
  compared: boolean;
}

const asWrittenEnding = '_as_written';

// The field beside which a verbatim text stands: weapons for weapons_as_written, act_stage for act_as_written.
export function parsedSibling(field: DescField): DescField | undefined {
  if (!field.name.endsWith(asWrittenEnding)) return undefined;
  const stem = field.name.slice(0, -asWrittenEnding.length);
  const siblings = field.parent.fields.filter((other) => !other.name.endsWith(asWrittenEnding));
  return siblings.find((other) => other.name === stem || (stem !== 'name' && other.name.startsWith(`${stem}_`)));
}

function asWrittenSibling(field: DescField): DescField | undefined {
  return field.parent.fields.find((other) => parsedSibling(other) === field);
}

export function partOf(report: IncidentStatement, part: PartName): Message | undefined {
  return report[part];
}

function isSubTable(field: DescField): boolean {
  return field.fieldKind === 'message' && !wholeMessages.has(field.message.typeName);
}

// All rows that some report fills, in the order of groups.
export function rowsOf(reports: IncidentStatement[]): FieldRow[] {
  const rows: FieldRow[] = [];
  for (const part of parts) {
    const messages = reports.map((report) => partOf(report, part)).filter((message) => message !== undefined);
    const reflected = messages.map((message) => reflect(partSchemas[part], message));
    const add = (field: DescField, group: Group, path: string, label: string, ordinal: number) =>
      rows.push({ path, label, ordinal, part, group, field, compared: !notCompared.test(path) });
    collect(partSchemas[part], reflected, part, `field.${part}`, 0, (field) => groupOf(part, field), add);
  }
  return groups.flatMap((group) => sorted(rows.filter((row) => row.group === group), group));
}

function sorted(rows: FieldRow[], group: Group): FieldRow[] {
  const order = fieldsOfGroup[group] ?? [];
  const place = (row: FieldRow) => {
    const at = order.indexOf(row.path.split(/[.[]/)[1]);
    return at < 0 ? order.length : at;
  };
  return [...rows].sort((a, b) => place(a) - place(b));
}

type Add = (field: DescField, group: Group, path: string, label: string, ordinal: number) => void;

function collect(
  schema: DescMessage, messages: ReflectMessage[], path: string, label: string, ordinal: number,
  groupFor: (field: string) => Group, add: Add,
): void {
  for (const field of schema.fields) {
    if (parsedSibling(field) || !messages.some((message) => isSaid(message, field))) continue;
    const [here, name] = [`${path}.${field.name}`, `${label}.${field.name}`];
    const group = groupFor(field.name);
    if (isSubTable(field)) {
      const inner = messages.filter((message) => message.isSet(field)).map((message) => message.get(field) as ReflectMessage);
      collect((field as DescField & { message: DescMessage }).message, inner, here, name, ordinal, () => group, add);
    } else if (numberedLists.has(here) && field.fieldKind === 'list' && field.listKind === 'message') {
      const lists = messages.map((message) => [...message.get(field)] as ReflectMessage[]);
      const most = Math.max(0, ...lists.map((list) => list.length));
      for (let at = 0; at < most; ++at) {
        const inner = lists.map((list) => list[at]).filter((element) => element !== undefined);
        collect(field.message, inner, `${here}[${at}]`, name, most > 1 ? at + 1 : 0, () => group, add);
      }
    } else {
      add(field, group, here, name, ordinal);
    }
  }
}

// Filled in, by itself or by the words beside it; a code that says nothing does not count.
function isSaid(message: ReflectMessage, field: DescField): boolean {
  const written = asWrittenSibling(field);
  const coded = field.fieldKind !== 'enum' || message.get(field) !== 0;
  return (message.isSet(field) && coded) || (written !== undefined && message.isSet(written));
}

export function isUsual(row: FieldRow, value: unknown): boolean {
  const name = row.label.slice('field.'.length);
  return value === undefined || value === 0 || toldElsewhere.has(name) || (usualValues[name]?.includes(value) ?? false);
}

interface FieldValue {
  // Undefined: not filled in.
  value: unknown;
  asWritten: string;
}

// What a report says in a row; undefined when the part is not here.
export function valueAt(report: IncidentStatement, row: FieldRow): FieldValue | undefined {
  const message = partOf(report, row.part);
  if (!message) return undefined;
  const holder = holderOf(reflect(partSchemas[row.part], message), row.path);
  if (!holder) return { value: undefined, asWritten: '' };
  const written = asWrittenSibling(row.field);
  return {
    value: holder.isSet(row.field) ? plain(holder, row.field) : undefined,
    asWritten: written ? String(holder.get(written)) : '',
  };
}

function plain(holder: ReflectMessage, field: DescField): unknown {
  return (holder.message as unknown as Record<string, unknown>)[field.localName];
}

// The message in which the last field of the path lies.
function holderOf(message: ReflectMessage, path: string): ReflectMessage | undefined {
  let at: ReflectMessage | undefined = message;
  for (const step of path.split('.').slice(1, -1)) {
    const [, name, index] = /^(\w+)(?:\[(\d+)\])?$/.exec(step)!;
    const field: DescField | undefined = at?.desc.fields.find((one) => one.name === name);
    if (!at || !field || !at.isSet(field)) return undefined;
    const inner: unknown = at.get(field);
    at = (index === undefined ? inner : [...inner as Iterable<ReflectMessage>][Number(index)]) as ReflectMessage | undefined;
  }
  return at;
}

// The field in the protobuf JSON form, as `lightship correct` writes it; '' when it is not there.
export function jsonAt(report: IncidentStatement, row: FieldRow): string {
  const message = partOf(report, row.part);
  const holder = message && holderOf(reflect(partSchemas[row.part], message), row.path);
  if (!holder?.isSet(row.field)) return '';
  return JSON.stringify(jsonOfField(holder.desc, holder.message, row.field));
}

export function jsonOfField(schema: DescMessage, message: Message, field: DescField): JsonValue {
  const whole = toJson(schema, message, { useProtoFieldName: true }) as Record<string, JsonValue>;
  return whole[field.name];
}

// Numbers whose 0 says "not stated" although the field has no presence of its own.
export function isNumberField(field: DescField): boolean {
  return field.fieldKind === 'scalar' && field.scalar !== ScalarType.STRING && field.scalar !== ScalarType.BOOL;
}

import { create, type DescMessage } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { IncidentStatementSchema } from '~/gen/lightship/v1/incident_pb';
import english from '~/i18n/en/fields.json';
import { groupOf, jsonAt, parts, partSchemas, rowsOf, valueAt } from '~/views/incident/fields';

function everyPath(schema: DescMessage, path: string): string[] {
  return schema.fields.flatMap((field) => {
    const here = `${path}.${field.name}`;
    const inner = field.message?.typeName.startsWith('lightship.') ? everyPath(field.message, here) : [];
    return [here, ...inner];
  });
}

const paths = parts.flatMap((part) => everyPath(partSchemas[part], part));

const report = create(IncidentStatementSchema, {
  facts: {
    actAsWritten: 'Boarding', weapons: [{ weapon: 1 }, { weapon: 3 }], weaponsAsWritten: 'knife', seaZone: 0,
    ships: [{ type: 1 }, { flag: 'SG' }], perpetrators: { countMin: 0, countMax: 6 }, conditions: {},
  },
  vessel: { victims: [{ nameAsWritten: 'Bright Kestrel', imoNumber: 9074729 }] },
});

describe('the fields of a report', () => {
  test('have a name each, and no name is of a field that is gone', () => {
    expect(Object.keys(english).sort()).toEqual(paths.map((path) => `field.${path}`).sort());
  });

  test('stand in a group each', () => {
    for (const part of parts) {
      for (const field of partSchemas[part].fields) expect(groupOf(part, field.name), field.name).toBeTruthy();
    }
  });

  test('are rows where some report fills them: ships one by one, lists whole, words beside what was made of them', () => {
    expect(rowsOf([report]).map(({ path }) => path)).toEqual([
      'facts.act_stage', 'facts.ships[0].type', 'facts.ships[1].flag', 'vessel.victims[0].name_as_written',
      'vessel.victims[0].imo_number', 'facts.perpetrators.count_min', 'facts.perpetrators.count_max', 'facts.weapons',
    ]);
  });

  test('have a value, or only words, or nothing', () => {
    const row = (path: string) => rowsOf([report]).find((one) => one.path === path)!;
    expect(valueAt(report, row('facts.act_stage'))).toEqual({ value: undefined, asWritten: 'Boarding' });
    expect(valueAt(report, row('facts.perpetrators.count_min'))?.value).toBe(0);
    expect(valueAt(report, row('vessel.victims[0].imo_number'))?.value).toBe(9074729);
    expect(valueAt(create(IncidentStatementSchema, {}), row('facts.act_stage'))).toBeUndefined();
  });

  test('are written in the protocol\'s JSON as the command line writes them', () => {
    const row = (path: string) => rowsOf([report]).find((one) => one.path === path)!;
    expect(jsonAt(report, row('vessel.victims[0].name_as_written'))).toBe('"Bright Kestrel"');
    expect(jsonAt(report, row('facts.weapons'))).toBe('[{"weapon":"WEAPON_FIREARM"},{"weapon":"WEAPON_KNIFE_OR_BLADE"}]');
    expect(jsonAt(report, row('facts.act_stage'))).toBe('');
  });
});

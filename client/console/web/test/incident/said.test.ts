import '../browser';
import { describe, expect, test } from 'vitest';
import { StatementKind } from '~/gen/lightship/v1/statement_pb';
import { ActStage, CrewConsequence, LossKind, StatedState, Weapon } from '~/gen/lightship/v1/vocabulary_pb';
import { create } from '@bufbuild/protobuf';
import { FactsSchema, type Facts } from '~/gen/lightship/v1/report_pb';
import { linesFor } from '~/views/incident/compare_lines';
import { isWithin, objectionsIn, rowFor } from '~/views/incident/objections';
import { compassPoint } from '~/i18n/place';
import { proposeRecaap } from '~/views/incident/recaap';
import { awaitedHolders, idOf } from '~/views/incident/reports';
import { threadsOf } from '~/views/incident/threads';
import { partText } from '~/views/incident/withheld';
import { id, incidentOf, said } from './said';

const report = said('ID/3', 1, {
  manifest: { kind: StatementKind.REPORT },
  facts: { actStage: ActStage.BOARDED, weapons: [{ weapon: Weapon.KNIFE_OR_BLADE }], perpetrators: { countMin: 4, countMax: 4 } },
});
const disputed = said('SG/5', 2, {
  manifest: { kind: StatementKind.ASSERTION, subject: id(1) },
  assertion: { claim: { case: 'dispute', value: { field: 'facts.weapons[0].weapon', reason: 'no knives' } } },
});
const corrected = said('SG/6', 3, {
  manifest: { kind: StatementKind.ASSERTION, subject: id(1) },
  assertion: { claim: { case: 'correction', value: { field: 'facts.act_stage', newValue: '"ACT_STAGE_ROBBERY"', report: id(1) } } },
});

describe('reports side by side', () => {
  const second = said('SG/9', 7, {
    manifest: { kind: StatementKind.REPORT },
    facts: { actStage: ActStage.ROBBERY, perpetrators: { countMin: 4, countMax: 4 } },
  });
  const lineOf = (path: string, ...reports: Parameters<typeof linesFor>[0]) =>
    linesFor(reports, [], false).find(({ row }) => row.path === path)!;

  test('differ where two in force say different things, and not where one says nothing', () => {
    expect(lineOf('facts.act_stage', report, second).differs).toBe(true);
    expect(lineOf('facts.weapons', report, second).differs).toBe(false);
    expect(lineOf('facts.perpetrators.count_min', report, second).differs).toBe(false);
  });

  test('do not differ from one that was replaced or retracted', () => {
    expect(lineOf('facts.act_stage', report, { ...second, retracted: true }).differs).toBe(false);
  });

  test('say a number of perpetrators of which only the most is known', () => {
    const upTo = said('SG/9', 7, { facts: { perpetrators: { countMax: 6 } } });
    expect(lineOf('facts.perpetrators.count_max', upTo).cells[0].lines).toEqual(['up to 6']);
    const both = linesFor([report, upTo], [], false).filter(({ row }) => row.path.startsWith('facts.perpetrators.count_'));
    expect(both.map(({ cells }) => cells.map(({ lines }) => lines[0]))).toEqual([['4', 'up to 6']]);
  });

  test('show what an amendment changed', () => {
    const amended = said('ID/4', 8, {
      manifest: { kind: StatementKind.REPORT, supersedes: [id(1)] }, facts: { actStage: ActStage.ROBBERY, perpetrators: { countMin: 4, countMax: 4 } },
    });
    const before = { ...report, superseded: true };
    expect(lineOf('facts.act_stage', before, amended).changed).toEqual([false, true]);
    expect(lineOf('facts.perpetrators.count_min', before, amended).changed).toEqual([false, false]);
  });

  test('have no rows for what goes without saying, unless every field is asked for', () => {
    const named = said('SG/9', 7, { vessel: { victims: [{ nameAsWritten: 'Kestrel', nameNormalised: 'KESTREL', nameState: 1 }] } });
    expect(linesFor([named], [], false).map(({ row }) => row.path)).toEqual(['vessel.victims[0].name_as_written']);
    expect(linesFor([named], [], true)).toHaveLength(3);
  });

  test('have each objection at one row: the one that holds the field, or the first that it holds', () => {
    const lines = linesFor([report], objectionsIn(incidentOf(report, disputed, corrected)), false);
    const held = lines.filter(({ objections }) => objections[0].length > 0);
    expect(held.map(({ row, objections }) => [row.path, objections[0][0].by.address]))
      .toEqual([['facts.act_stage', 'SG/6'], ['facts.weapons', 'SG/5']]);
    expect(rowFor('facts.ships', ['facts.ship_status', 'facts.ships[0].type', 'facts.ships[0].flag'])).toBe('facts.ships[0].type');
  });
});

describe('objections', () => {
  test('are of the report that they name, else of the one that the incident began with', () => {
    expect(objectionsIn(incidentOf(report, disputed, corrected)).map((one) => one.report)).toEqual([idOf(id(1)), idOf(id(1))]);
  });

  test('do not stand once they are taken back', () => {
    expect(objectionsIn(incidentOf(report, { ...disputed, retracted: true }))).toEqual([]);
  });

  test.each([['facts.ships', 'facts.ship', false], ['facts.ships[0].type', 'facts.ships', true], ['facts.a', '', false]])(
    '%s within %s: %s', (field, path, expected) => expect(isWithin(field, path)).toBe(expected));
});

describe('remarks', () => {
  const comment = (address: string, byte: number, to?: number) => said(address, byte, {
    manifest: { kind: StatementKind.COMMENT, subject: id(1) }, comment: { text: address, inReplyTo: to === undefined ? undefined : id(to) },
  });

  test('stand under what they answer, in order of time', () => {
    const incident = incidentOf(report, comment('SG/1', 21), comment('ID/2', 22), comment('SG/3', 23, 21), comment('ID/4', 24, 23),
      comment('SG/5', 25, 21));
    expect(threadsOf(incident).map((one) => [one.comment.address, one.depth])).toEqual([['SG/1', 0], ['SG/3', 1], ['ID/4', 2], ['SG/5', 1], ['ID/2', 0]]);
  });

  test('say what else they are about, held here or not', () => {
    const [first, second] = threadsOf(incidentOf(report, disputed, comment('SG/1', 21, 2), comment('SG/2', 22, 99)));
    expect(first.about?.address).toBe('SG/5');
    expect(second.about).toBeNull();
  });
});

describe('ReCAAP\'s category', () => {
  const facts = (init: Partial<Parameters<typeof create<typeof FactsSchema>>[1]>): Facts => create(FactsSchema, init as never);
  const boarded = { actStage: ActStage.ROBBERY, perpetrators: { countMin: 4, countMax: 6 }, lossStatement: StatedState.NONE,
    weaponsStatement: StatedState.NONE, crewConsequences: [{ consequence: CrewConsequence.NONE }] };

  test.each([
    ['attempted', { actStage: ActStage.FIRED_UPON }, false],
    ['1', { actStage: ActStage.HIJACKED }, false],
    ['1', { ...boarded, crewConsequences: [{ consequence: CrewConsequence.KILLED }] }, false],
    ['1', { ...boarded, losses: [{ kind: LossKind.OIL_OR_FUEL_SIPHONED }], perpetrators: { countMin: 10 } }, false],
    ['2', { ...boarded, weapons: [{ weapon: Weapon.FIREARM }] }, false],
    ['2', { ...boarded, crewConsequences: [{ consequence: CrewConsequence.TIED_UP }] }, false],
    ['3', { ...boarded, weapons: [{ weapon: Weapon.KNIFE_OR_BLADE }] }, false],
    ['3', { ...boarded, crewConsequences: [{ consequence: CrewConsequence.THREATENED }] }, false],
    ['4', boarded, false],
    ['4', { actStage: ActStage.BOARDED }, true],
    ['', { actStage: ActStage.SUSPICIOUS_APPROACH }, false],
  ])('%s', (category, init, provisional) => {
    expect(proposeRecaap(facts(init as never))).toEqual({ category, provisional });
  });
});

test('holders that are waited for are those of the audience that do not hold it', () => {
  expect(awaitedHolders({ holders: ['SG', 'ID'], audience: ['SG', 'ID', 'PH'] })).toEqual(['PH']);
});

test.each([[0, 'N'], [44, 'NE'], [359, 'N'], [200, 'SSW'], [271, 'W'], [-45, 'NW']])('%i degrees is %s', (degrees, point) => {
  expect(compassPoint(degrees)).toBe(point);
});

test('a part is named in words, an attachment by its own name', () => {
  expect(partText('vessel')).toBe("Ship's identity");
  expect(partText('attachment/1')).toBe('attachment/1');
});

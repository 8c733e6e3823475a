import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import '../browser';
import { ReportContentSchema, UnderstandResponseSchema, type ReportContent } from '~/gen/lightship/console/v1/desk_pb';
import {
  GetIncidentResponseSchema, IncidentStatementSchema, type GetIncidentResponse, type IncidentStatement,
} from '~/gen/lightship/v1/incident_pb';
import {
  FactsSchema, NarrativeSchema, OccurrenceTimeSchema, ShipFactsSchema, VesselDetailsSchema,
} from '~/gen/lightship/v1/report_pb';
import { ExerciseStatus, PartRefSchema, StatementKind, Tlp } from '~/gen/lightship/v1/statement_pb';
import {
  ActStage, ImoCheck, LossKind, NameState, ReportKind, ShipStatus, ShipType, StatedState, VesselRole, Weapon, ZoneBasis,
} from '~/gen/lightship/v1/vocabulary_pb';
import { asDrafted, draftOf } from '~/views/report/draft';
import type { Said } from '~/views/report/fields/rule';
import { emptyForm, emptyShip, noneSeen, type Form } from '~/views/report/form';
import { amendment, CannotBegin, followUp } from '~/views/report/known';

const id = (byte: number) => new Uint8Array(32).fill(byte);

function saying(init: Partial<Parameters<typeof create<typeof UnderstandResponseSchema>>[1]> = {}, ships: Said['ships'] = []): Said {
  return { incident: create(UnderstandResponseSchema, init as object), ships };
}

function report(form: Form, said = saying()): ReportContent {
  const { content } = draftOf(form, said);
  if (content.case !== 'report') throw new Error('no report');
  return content.value;
}

const reported: IncidentStatement = create(IncidentStatementSchema, {
  statementId: id(7), address: 'SG/12',
  manifest: {
    kind: StatementKind.REPORT, economy: 'SG', agency: 'police-coast-guard', audience: 'all', tlp: Tlp.GREEN,
    exerciseStatus: ExerciseStatus.ACTUAL, subject: id(3),
    parts: [{ name: 'facts' }, { name: 'vessel', audience: 'SG/straits-patrol@1' }, { name: 'narrative' }],
  },
  facts: {
    reportKind: ReportKind.INITIAL_ALERT, actStage: ActStage.BOARDED, shipStatus: ShipStatus.ANCHORED,
    occurred: { asWritten: '14.03.2026: 0326 LT', zoneBasis: ZoneBasis.STATED_LOCAL },
    position: { latE7: 12541667, lonE7: 1040401667, asWritten: '01:15.25N – 104:02.41E', uncertaintyM: 10 },
    weapons: [{ weapon: Weapon.KNIFE_OR_BLADE, use: 2 }], weaponsStatement: StatedState.PRESENT,
    ships: [{ type: ShipType.BULK_CARRIER, typeAsWritten: 'Bulk carrier', flag: 'PA', role: VesselRole.TARGET }],
    conditions: { seaState: 3 }, qualityNotes: ['date and narrative disagree'],
  },
  vessel: { victims: [{ nameAsWritten: 'OCEAN STAR', nameNormalised: 'OCEAN STAR', nameState: NameState.GIVEN, imoNumber: 9074729,
    imoCheck: ImoCheck.VALID, imoAsWritten: '9074729', role: VesselRole.TARGET }] },
  narrative: { texts: [{ language: 'id', text: 'Empat orang' }, { language: 'en', text: 'Four men', isTranslation: true }] },
});

function incidentOf(...statements: IncidentStatement[]): GetIncidentResponse {
  return create(GetIncidentResponseSchema, { summary: { incidentId: id(3), headline: statements[0].statementId }, statements });
}

describe('a new report', () => {
  test('says of what is not known that it is not, and holds no empty parts', () => {
    const { facts, vessel, narrative, people } = report(emptyForm());
    expect(facts).toMatchObject({
      reportKind: ReportKind.INITIAL_ALERT, actStage: ActStage.NOT_STATED, shipStatus: ShipStatus.NOT_STATED,
      weaponsStatement: StatedState.NOT_STATED, weapons: [],
    });
    expect(facts!.perpetrators).toBeUndefined();
    expect(facts!.ships).toMatchObject([{ type: ShipType.NOT_STATED, role: VesselRole.TARGET }]);
    expect([vessel, narrative, people]).toEqual([undefined, undefined, undefined]);
  });

  test('tells weapons that were not there from weapons that nobody spoke of', () => {
    const form = emptyForm();
    form.account.weapons = [noneSeen];
    expect(report(form).facts).toMatchObject({ weapons: [], weaponsStatement: StatedState.NONE });
    form.account.weapons = [Weapon.FIREARM];
    expect(report(form).facts).toMatchObject({ weapons: [{ weapon: Weapon.FIREARM }], weaponsStatement: StatedState.PRESENT });
  });

  test('keeps who the ship is out of the facts', () => {
    const form = emptyForm();
    form.account.ships = [{ ...emptyShip(), name: 'Emerald', imo: '9074729', type: ShipType.TUG, callSign: '9vab' }, { ...emptyShip(), name: 'name withheld' }];
    const ships = [
      create(UnderstandResponseSchema, { imoNumber: 9074729, imoCheck: ImoCheck.VALID, shipNameNormalised: 'EMERALD' }),
      create(UnderstandResponseSchema),
    ];
    const { facts, vessel } = report(form, saying({}, ships));
    expect(JSON.stringify(facts!.ships)).not.toContain('Emerald');
    expect(facts!.ships.map((ship) => ship.role)).toEqual([VesselRole.TARGET, VesselRole.TOWED]);
    expect(vessel!.victims).toMatchObject([
      { nameAsWritten: 'Emerald', nameNormalised: 'EMERALD', nameState: NameState.GIVEN, imoNumber: 9074729, imoCheck: ImoCheck.VALID, callSign: '9VAB' },
      { nameAsWritten: 'name withheld', nameNormalised: '', nameState: NameState.WITHHELD, imoCheck: ImoCheck.ABSENT },
    ]);
  });

  test('marks personal data as such, and gives it to its own economy alone', () => {
    const form = emptyForm('navy');
    form.account.master = 'A. Master';
    const draft = draftOf(form, saying());
    expect(draft.manifest).toMatchObject({ personalData: true, audience: 'all', tlp: Tlp.AMBER, agency: 'navy' });
    expect(report(form)).toMatchObject({ peopleAudience: 'own', vesselAudience: '' });
  });

  test('says that nothing was stolen where that was said', () => {
    const form = emptyForm();
    form.account.losses = { [LossKind.NOTHING_STOLEN]: '' };
    expect(report(form).facts!.lossStatement).toBe(StatedState.NONE);
  });
});

describe('an amendment', () => {
  const begun = () => amendment(incidentOf(reported), 'SG/12', 'SG');

  test('that changes nothing is the report itself, also in what the form does not show', () => {
    const { facts, vessel, narrative } = report(begun());
    const bytes = (parts: object) => toBinary(ReportContentSchema, create(ReportContentSchema, parts));
    expect(bytes({ facts, vessel, narrative })).toEqual(bytes({ facts: reported.facts, vessel: reported.vessel, narrative: reported.narrative }));
  });

  test('replaces the report in its incident, and keeps how it was handled', () => {
    const draft = draftOf(begun(), saying());
    expect(draft.manifest).toMatchObject({ subject: id(3), supersedes: [id(7)], tlp: Tlp.GREEN, agency: 'police-coast-guard', audience: 'all' });
    expect(report(begun()).vesselAudience).toBe('SG/straits-patrol@1');
  });

  test('names what it corrects, and nothing else', () => {
    const form = begun();
    form.account.act = ActStage.ROBBERY;
    form.account.ships[0].imo = '9074730';
    form.account.narrative = 'Lima orang';
    const { facts, narrative, vessel } = report(form, saying({}, [create(UnderstandResponseSchema, { imoNumber: 9074730, imoCheck: ImoCheck.BAD_CHECK_DIGIT, shipNameNormalised: 'OCEAN STAR' })]));
    expect(facts!.correctedFields).toEqual(['facts.act_stage', 'vessel.victims[0].imo_number', 'narrative.texts']);
    expect(facts!.ships[0].typeAsWritten).toBe('Bulk carrier');
    expect(vessel!.victims[0]).toMatchObject({ imoNumber: 9074730, imoCheck: ImoCheck.BAD_CHECK_DIGIT, nameNormalised: 'OCEAN STAR' });
    // A translation of the old words is none of the new ones.
    expect(narrative!.texts).toMatchObject([{ language: 'id', text: 'Lima orang' }]);
  });

  test('reads a local time anew where the place has changed', () => {
    const form = begun();
    form.account.position = '1 15 N 90 E';
    const time = { asWritten: '14.03.2026: 0326 LT', utcOffsetMinutes: 360 };
    expect(report(form, saying({ position: { lonE7: 900000000 }, time })).facts!.occurred).toMatchObject(time);
  });

  test.each([
    ['a time that is not local', ZoneBasis.STATED_UTC, undefined],
    ['a clock time, whose day would be another today', ZoneBasis.STATED_LOCAL, '2026-11-22 0326 LT'],
  ])('leaves %s as it was where the place has changed', (_, zoneBasis, dated) => {
    const form = amendment(incidentOf(create(IncidentStatementSchema, {
      ...reported, facts: create(FactsSchema, { ...reported.facts!, occurred: create(OccurrenceTimeSchema, { asWritten: '0326', zoneBasis }) }),
    })), 'SG/12', 'SG');
    form.account.position = '1 15 N 90 E';
    const { facts } = report(form, { ...saying({ position: { lonE7: 900000000 }, time: { asWritten: 'anew' } }), dated });
    expect([facts!.occurred!.asWritten, facts!.correctedFields]).toEqual(['0326', ['facts.position']]);
  });

  test('says that it corrects a time which moved with the place', () => {
    const form = begun();
    form.account.position = '1 15 N 90 E';
    expect(report(form, saying({ position: { lonE7: 900000000 }, time: { asWritten: 'anew' } })).facts!.correctedFields)
      .toEqual(['facts.position', 'facts.occurred']);
  });

  test('shows of what it leaves what was understood before', () => {
    const said = saying({ time: { asWritten: 'anew' }, position: { lonE7: 1 } });
    expect(asDrafted(said, draftOf(begun(), said)).incident).toMatchObject({ time: reported.facts!.occurred, position: reported.facts!.position });
  });

  const tow = create(IncidentStatementSchema, {
    ...reported,
    facts: create(FactsSchema, { ...reported.facts!, ships: ['PA', 'ID', 'SG'].map((flag) => create(ShipFactsSchema, { flag, typeAsWritten: flag })) }),
    vessel: create(VesselDetailsSchema, { victims: [1, 2, 3].map((crewCount) => ({ crewCount, company: 'Lines' })) }),
  });

  test('takes each ship for the one that it was, also where one before it is gone', () => {
    const form = amendment(incidentOf(tow), 'SG/12', 'SG');
    form.account.ships.splice(1, 1);
    const { facts, vessel } = report(form);
    expect(facts!.ships.map(({ typeAsWritten }) => typeAsWritten)).toEqual(['PA', 'SG']);
    expect(vessel!.victims.map(({ crewCount }) => crewCount)).toEqual([1, 3]);
    expect(facts!.correctedFields).toEqual(['facts.ships', 'vessel.victims']);
  });

  test('keeps what is known of a ship that has neither name nor number', () => {
    expect(report(amendment(incidentOf(tow), 'SG/12', 'SG')).vessel!.victims).toMatchObject([{ company: 'Lines' }, {}, {}]);
  });

  test('of a report with personal data is marked so still', () => {
    const personal = create(IncidentStatementSchema, { ...reported, manifest: { ...reported.manifest!, personalData: true } });
    expect(draftOf(amendment(incidentOf(personal), 'SG/12', 'SG'), saying()).manifest!.personalData).toBe(true);
  });

  test('is begun from the economy\'s own report in force alone', () => {
    const others = create(IncidentStatementSchema, { ...reported, address: 'ID/9', manifest: { ...reported.manifest!, economy: 'ID' } });
    const replaced = create(IncidentStatementSchema, { ...reported, superseded: true });
    expect(() => amendment(incidentOf(others, replaced), 'SG/12', 'SG')).toThrow(CannotBegin);
  });
});

describe('a follow-up', () => {
  test('proposes what is known, founds nothing, and repeats neither account nor persons', () => {
    const form = followUp(incidentOf(reported), 'navy', 'SG');
    expect(form.account).toMatchObject({
      kind: ReportKind.FOLLOW_UP, act: ActStage.BOARDED, position: '01:15.25N – 104:02.41E', narrative: '', master: '',
    });
    const draft = draftOf(form, saying());
    expect(draft.manifest).toMatchObject({ subject: id(3), supersedes: [], agency: 'navy' });
    expect(report(form).facts!.conditions).toBeUndefined();
    expect(report(form).facts).toMatchObject({ qualityNotes: [], correctedFields: [], actStage: ActStage.BOARDED });
  });

  test('may be known by nobody who may not know the report that it draws on', () => {
    const { handling, beginning } = followUp(incidentOf(reported), 'navy', 'SG');
    expect(handling).toMatchObject({ audience: 'all', vessel: 'SG/straits-patrol@1', narrative: '', people: 'own', tlp: Tlp.AMBER });
    expect(beginning!.left).toEqual([]);
    const strict = create(IncidentStatementSchema, { ...reported, manifest: { ...reported.manifest!, audience: 'SG/straits-patrol@1', tlp: Tlp.RED } });
    expect(followUp(incidentOf(strict), '', 'SG').handling).toMatchObject({ audience: 'SG/straits-patrol@1', vessel: '', tlp: Tlp.RED });
  });

  test('does not say again which ship another economy named to a few', () => {
    const form = followUp(incidentOf(reported), '', 'ID');
    expect(form.account.ships[0]).toMatchObject({ name: '', imo: '', type: ShipType.BULK_CARRIER, flag: 'PA' });
    expect([form.beginning!.left, form.handling.vessel]).toEqual([['vessel'], '']);
    expect(report(form).vessel).toBeUndefined();
    const toAll = create(IncidentStatementSchema, { ...reported, manifest: { ...reported.manifest!, parts: [create(PartRefSchema, { name: 'vessel' })] } });
    expect(followUp(incidentOf(toAll), '', 'ID').account.ships[0].name).toBe('OCEAN STAR');
  });

  test('takes of an account that another economy gave to a few no description either', () => {
    const narrow = create(IncidentStatementSchema, {
      ...reported, narrative: create(NarrativeSchema, { perpetratorsDescription: 'masked', lastObservedMovements: 'north' }),
      manifest: { ...reported.manifest!, parts: [create(PartRefSchema, { name: 'narrative', audience: 'SG/straits-patrol@1' })] },
    });
    expect(followUp(incidentOf(narrow), '', 'ID').account).toMatchObject({ appearance: '', movements: '' });
    const own = followUp(incidentOf(narrow), '', 'SG');
    expect([own.account.appearance, own.handling.narrative]).toEqual(['masked', 'SG/straits-patrol@1']);
  });
});

import { create } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import '../browser';
import { EconomyViewSchema, UnderstandResponseSchema, ViolationSchema } from '~/gen/lightship/console/v1/desk_pb';
import { IncidentSummarySchema } from '~/gen/lightship/v1/incident_pb';
import { PartRefSchema } from '~/gen/lightship/v1/statement_pb';
import { ShipType } from '~/gen/lightship/v1/vocabulary_pb';
import { isChanged } from '~/views/report/changed';
import { compassPoint } from '~/i18n/place';
import { occurredEcho, zoneText } from '~/views/report/echo';
import { partsShown, sights } from '~/views/report/economies';
import { refusalOf } from '~/views/report/file_rules';
import { emptyForm, emptyShip } from '~/views/report/form';
import { handlingOf, manifestOf, narrowerThan, newestOf } from '~/views/report/handling';
import { knownShips } from '~/views/report/lookup';
import { namesTold, naming } from '~/views/report/names_told';
import { fieldOf, misunderstood, refusals } from '~/views/report/problems';

describe('a refusal', () => {
  test.each([
    ['facts.occurred.start', 'time'],
    ['facts.position.lat_e7', 'position'],
    ['facts.navarea', 'position'],
    ['facts.ships[1].flag', 'ships.1.flag'],
    ['vessel.victims[0].imo_check', 'ships.0.imo'],
    ['vessel.victims[0].mmsi', 'ships.0.mmsi'],
    ['vessel.victims[2].name_normalised', 'ships.2.name'],
    ['vessel.victims', 'ships'],
    ['manifest.parts[1].audience', 'handling.audience'],
    ['manifest.tlp', 'handling.tlp'],
    ['manifest.retain_until', 'handling.retainUntil'],
    ['facts.coastal_states[0]', 'coastalStates'],
    ['narrative.texts[0].text', 'narrative'],
    ['narrative.texts[0].language', 'language'],
    ['people.master_name', 'master'],
    ['attachment/1.mime_type', 'files'],
    ['facts.suspect_craft[0].flag', 'craftKind'],
    ['facts.unlocode', ''],
  ])('of %s stands at %s', (path, field) => expect(fieldOf(path)).toBe(field));

  test('keeps the node\'s own words', () => {
    expect(refusals([create(ViolationSchema, { field: 'manifest.tlp', description: 'red is for named recipients' })]))
      .toEqual([{ field: 'handling.tlp', text: 'manifest.tlp: red is for named recipients' }]);
  });

  test('tells what was not understood before any review', () => {
    const form = emptyForm();
    form.account.ships = [{ ...emptyShip(), mmsi: '12345' }];
    const incident = create(UnderstandResponseSchema, { positionError: 'no such place' });
    expect(misunderstood(form, { incident, ships: [] }).map(({ field }) => field)).toEqual(['position', 'time', 'ships.0.mmsi']);
  });

  test.each([['', 0], ['3', 0], ['two or three', 1], ['-1', 1], ['12345678901', 1]])('takes "%s" for a count or says that it is none', (typed, wrong) => {
    const form = emptyForm();
    form.account = { ...form.account, time: '0326 UTC', craftCount: typed, harm: { 1: typed } };
    const fields = misunderstood(form, { incident: create(UnderstandResponseSchema), ships: [] }).map(({ field }) => field);
    expect(fields).toEqual(wrong ? ['craftCount', 'harm'] : []);
  });

  test('of an amendment judges what was changed alone', () => {
    const known = { ...emptyForm().account, position: 'off the coast', ships: [{ ...emptyShip(), mmsi: '12345', from: 0 }] };
    const beginning = { how: 'amends' as const, address: 'SG/12', subject: '', supersedes: '', base: '', known };
    const said = { incident: create(UnderstandResponseSchema, { positionError: 'no such place', timeError: 'no such day' }), ships: [] };
    const form = { ...emptyForm(), account: known, beginning };
    expect(misunderstood(form, said)).toEqual([]);
    const changed = { ...known, position: 'off the cape', ships: [{ ...known.ships[0], mmsi: '1' }] };
    expect(misunderstood({ ...form, account: changed }, said).map(({ field }) => field)).toEqual(['position', 'ships.0.mmsi']);
  });
});

describe('a ship\'s name in the words', () => {
  test('is found as a whole, whatever its case and stops', () => {
    expect(naming('Robbers left M.V. OCEAN-STAR at once', 'Ocean Star')).toBe(true);
    expect(naming('the oceans starboard', 'Ocean Star')).toBe(false);
    expect(naming('anything', '')).toBe(false);
  });

  test('is told only where more may read the words than the name', () => {
    const form = emptyForm();
    form.account = { ...form.account, ships: [{ ...emptyShip(), name: 'Ocean Star' }], narrative: 'The Ocean Star was boarded.', place: 'off Nipah' };
    expect(namesTold(form)).toEqual([]);
    form.handling.vessel = 'SG/straits-patrol@1';
    expect(namesTold(form)).toEqual([{ field: 'narrative', name: 'Ocean Star' }]);
    form.handling.narrative = 'SG/straits-patrol@1';
    expect(namesTold(form)).toEqual([]);
  });
});

describe('what each economy will see', () => {
  const view = (economy: string, sees: string[], withheld: string[] = []) => (
    create(EconomyViewSchema, { economy, receives: sees.length > 0, sees, withheld })
  );
  const views = [view('SG', ['facts', 'vessel']), view('ID', ['facts', 'vessel']), view('JP', ['facts'], ['vessel']), view('PH', ['facts'], ['vessel']), view('CL', [], ['facts', 'vessel'])];

  test('stands in one line for those that see the same, the own economy apart and first', () => {
    expect(sights(views, 'SG').map(({ economies }) => economies)).toEqual([['SG'], ['ID'], ['JP', 'PH'], ['CL']]);
  });

  test('has a column for each part that there is', () => {
    expect(partsShown([...views, view('KR', ['facts', 'attachment/1', 'attachment/2'])])).toEqual(['facts', 'vessel', 'attachment']);
  });
});

describe('handling', () => {
  test('comes back from the manifest that it made', () => {
    const handling = { ...emptyForm('navy').handling, retainUntil: '2031-03-14', purposes: [2] };
    expect(handlingOf(manifestOf(handling, false))).toEqual(handling);
  });

  test.each([
    [['', 'SG/a@1'], 'SG/a@1'], [['SG/a@1', 'own'], 'own'], [['SG/a@1', 'SG/b@1'], 'own'], [['', ''], ''],
  ])('of attachments for %j is the narrowest', (given, expected) => {
    const manifest = manifestOf(emptyForm().handling, false);
    manifest.parts = given.map((audience, i) => create(PartRefSchema, { name: `attachment/${i + 1}`, audience }));
    expect(handlingOf(manifest).attachments).toBe(expected);
  });

  test('offers a part no wider audience than the facts have', () => {
    expect(narrowerThan('own', ['SG/a@1'])).toEqual([]);
    expect(narrowerThan('SG/a@1', ['SG/a@1', 'SG/b@2'])).toEqual(['own', 'SG/b@2']);
  });

  test('offers the newest version of a named audience', () => {
    const named = ['SG/a@2', 'SG/a@10', 'ID/b@1'].map((name) => ({ name, economies: [] }));
    expect(newestOf(named).map(({ name }) => name)).toEqual(['SG/a@10', 'ID/b@1']);
  });
});

test('a ship that several incidents name is proposed once', () => {
  const line = (vesselName: string, imoNumber: number, flags: string[] = []) => (
    create(IncidentSummarySchema, { vesselName, imoNumber, shipType: ShipType.TUG, facets: { flags } })
  );
  const found = knownShips([line('Ocean Star', 9074729), line('OCEAN STAR', 9074729, ['PA']), line('Ocean Pride', 0), line('OCEAN PRIDE', 0), line('', 0)]);
  expect(found.ships.map(({ name, incidents, flag }) => [name, incidents, flag])).toEqual([['Ocean Star', 2, 'PA'], ['Ocean Pride', 2, '']]);
});

test('a ship that was not named to everyone is not proposed, but counted', () => {
  const restricted = create(IncidentSummarySchema, { vesselName: 'Ocean Star', imoNumber: 9074729, restricted: [{ address: 'ID/9', partNames: ['vessel'] }] });
  const facts = create(IncidentSummarySchema, { vesselName: 'Ocean Pride', restricted: [{ address: 'ID/9', partNames: ['facts'] }] });
  const { ships, restricted: hidden } = knownShips([restricted, facts]);
  expect([ships.map(({ name }) => name), hidden]).toEqual([['Ocean Pride'], 1]);
});

test('bearings and zones are written as at sea', () => {
  expect([0, 11, 12, 225, 359].map(compassPoint)).toEqual(['N', 'N', 'NNE', 'SW', 'N']);
  expect([480, 0, -210].map(zoneText)).toEqual(['UTC+8', 'UTC', 'UTC−3:30']);
});

test('a time in a zone is told in both, and how long ago', () => {
  const start = BigInt(Date.UTC(2026, 2, 13, 19, 26) / 1000);
  const time = create(UnderstandResponseSchema, { time: { start: { seconds: start }, end: { seconds: start + 60n }, utcOffsetMinutes: 480 } }).time;
  expect(occurredEcho(time, Date.UTC(2026, 2, 13, 19, 38))).toMatch(/19:26Z = 03:26 at UTC\+8, 12 min\. ago$/);
});

test.each([
  ['photo.jpg', 'image/jpeg', 1000, ''],
  ['plan.doc', 'application/msword', 1000, 'type'],
  ['empty.pdf', 'application/pdf', 0, 'empty'],
  ['film.mp4', 'video/mp4', 65 * 1024 * 1024, '65'],
])('%s is judged before it is read', (name, type, size, why) => {
  const refusal = refusalOf({ name, type, size });
  if (why) expect(refusal).toContain(why);
  else expect(refusal).toBe('');
});

test('a field is marked as changed by itself, not with the ship that it is of', () => {
  const { account } = emptyForm();
  const changed = { ...account, place: 'Nipah', ships: [{ ...emptyShip(), imo: '9074729', from: 0 }, { ...emptyShip(), name: 'Barge' }] };
  const marked = ['place', 'position', 'ships.0.imo', 'ships.0.name', 'ships.1.name', 'ships.1.flag', 'handling.tlp', 'files'];
  expect(marked.filter((name) => isChanged(name, account, changed))).toEqual(['place', 'ships.0.imo', 'ships.1.name']);
});

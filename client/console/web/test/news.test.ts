import { create, type DescMessage, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from 'vitest';
import { IncidentStatementSchema, IncidentSummarySchema, type IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { ActStage, ClassificationScheme, Verification } from '~/gen/lightship/v1/vocabulary_pb';
import { fromHex, hex } from '~/proof/bytes';
import { isVague, newsBetween, newsOf, together } from '~/state/news';

// The fields of a message, without those of one that is already made.
type FieldsOf<Schema extends DescMessage> = Exclude<MessageInitShape<Schema>, MessageShape<Schema>>;
type Init = FieldsOf<typeof IncidentSummarySchema>;
const base: Init = {
  incidentId: new Uint8Array([1]), economies: ['SG'], reports: 1, statements: 1, headline: new Uint8Array([1]), actStage: ActStage.BOARDED,
  updatedAt: timestampFromDate(new Date('2026-03-01T00:00:00Z')),
};
const between = (after: Init) => newsBetween(create(IncidentSummarySchema, base), create(IncidentSummarySchema, { ...base, ...after }));
const cat = (value: string) => ({ economy: 'ID', scheme: ClassificationScheme.RECAAP_CAT, value });

describe('what is new between two summaries', () => {
  test('a further report of its only economy is told with its name, otherwise the statements must tell whose it is', () => {
    expect(between({ reports: 2, statements: 2 })).toEqual([{ what: 'report', by: 'SG' }]);
    const [other] = between({ economies: ['SG', 'ID'], reports: 2, statements: 2 });
    expect(other).toEqual({ what: 'report', by: '' });
    expect(isVague(other)).toBe(true);
  });

  test('an economy that only classifies has not reported', () => {
    const news = between({ economies: ['SG', 'ID'], facets: { classifications: [cat('1')] }, statements: 2 });
    expect(news.map((one) => one.what)).toEqual(['classified']);
    expect(news.some(isVague)).toBe(false);
  });

  test('an amendment is no new report', () => {
    expect(between({ statements: 2, headline: new Uint8Array([2]) })).toEqual([{ what: 'amended' }]);
  });

  test('a classification is told with whose it is, and again when it changes', () => {
    expect(between({ facets: { classifications: [cat('1')] }, statements: 2 }))
      .toEqual([{ what: 'classified', by: 'ID', scheme: ClassificationScheme.RECAAP_CAT, value: '1' }]);
    const before = create(IncidentSummarySchema, { ...base, facets: { classifications: [cat('1')] } });
    const after = create(IncidentSummarySchema, { ...base, facets: { classifications: [cat('2')] } });
    expect(newsBetween(before, after)).toMatchObject([{ what: 'classified', value: '2' }]);
  });

  test('a retraction comes before all else', () => {
    expect(between({ retracted: true, verification: Verification.FALSE_ALARM }).map((one) => one.what)).toEqual(['retracted', 'verified']);
  });

  test('links are told as they are made and as they are undone', () => {
    expect(between({ joined: ['ID/7'] })).toEqual([{ what: 'joined', other: 'ID/7' }]);
    const linked = create(IncidentSummarySchema, { ...base, joined: ['ID/7'] });
    expect(newsBetween(linked, create(IncidentSummarySchema, base))).toEqual([{ what: 'apart' }]);
  });

  test('act, place, name and doubt are told', () => {
    expect(between({ actStage: ActStage.HIJACKED, position: { latE7: 1, lonE7: 2 }, vesselName: 'OCEAN STAR', doubtful: true })
      .map((one) => one.what)).toEqual(['actChanged', 'placeChanged', 'shipNamed', 'doubtful']);
  });

  test('a statement that the summary does not show is a change all the same', () => {
    expect(between({ statements: 2 })).toEqual([{ what: 'changed' }]);
  });
});

describe('what a statement says that is new', () => {
  const said = (init: FieldsOf<typeof IncidentStatementSchema>): IncidentStatement =>
    create(IncidentStatementSchema, { manifest: { economy: 'ID' }, ...init });
  test.each([
    ['response', { response: {} }], ['comment', { comment: {} }], ['withdrawn', { withdrawal: {} }], ['report', { facts: {} }],
    ['dispute', { assertion: { claim: { case: 'dispute' as const, value: {} } } }],
  ])('%s', (what, init) => expect(newsOf(said(init))).toEqual({ what, by: 'ID' }));

  test('a report that replaces another amends', () => {
    expect(newsOf(said({ manifest: { economy: 'ID', supersedes: [new Uint8Array(32)] }, facts: {} }))).toEqual({ what: 'amended' });
  });
});

test('news of one incident add up, each thing once, and say more than that it changed', () => {
  expect(together([{ what: 'new' }], [{ what: 'new' }, { what: 'changed' }, { what: 'amended' }])).toEqual([{ what: 'new' }, { what: 'amended' }]);
  expect(together([{ what: 'changed' }], [])).toEqual([{ what: 'changed' }]);
});

test('an id is written and read in hexadecimal', () => {
  expect(hex(fromHex('00ff10'))).toBe('00ff10');
});

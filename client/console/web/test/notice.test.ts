import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from 'vitest';
import { NoticeState, PostedNoticeSchema } from '~/gen/lightship/v1/notice_pb';
import { PositionSchema } from '~/gen/lightship/v1/report_pb';
import { ExerciseStatus, ManifestSchema, Tlp } from '~/gen/lightship/v1/statement_pb';
import { NoticeLevel } from '~/gen/lightship/v1/vocabulary_pb';
import { readFilter } from '~/state/filter';
import { concerns } from '~/state/notice_area';
import { draftNotice, type Circumstances, type NoticeEntry } from '~/views/watch/notice_draft';
import { nextNumber, numberText, parseNumber } from '~/views/watch/notice_number';
import { leftOf, validityOf } from '~/views/watch/validity';

const issued = (number: string, level = NoticeLevel.WARNING) => ({ notice: { number, level } });
const in2026 = new Date('2026-02-03T00:00:00Z');
const next = (numbers: ReturnType<typeof issued>[]) => {
  const found = nextNumber(numbers, NoticeLevel.WARNING, in2026);
  return found && numberText(found);
};

describe('numbers of notices', () => {
  test.each(['002/FEB/2018', '003/JUN/2017', '1000/DEC/2026', '999999/JAN/1900'])('%s is written as UKMTO does', (text) => {
    expect(numberText(parseNumber(text)!)).toBe(text);
  });

  test.each(['', '2/FEB/2018', '0002/FEB/2018', '002/feb/2018', '002/FEB/18', '000/FEB/2018', '002/FEB/2018 ', '002/FEB', '-02/FEB/2018',
    '002/02/2018', '1000000/FEB/2018', '002/FEB/3000', '002/FEB/2018/1', '+02/FEB/2018'])('%s is none', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });

  test('count each level through the year and use none twice', () => {
    expect(next([])).toBe('001/FEB/2026');
    expect(next([issued('004/JAN/2026'), issued('002/JAN/2026')])).toBe('005/FEB/2026');
    expect(next([issued('044/DEC/2025')])).toBe('001/FEB/2026');
    expect(next([issued('009/JAN/2026', NoticeLevel.ADVISORY)])).toBe('001/FEB/2026');
    expect(next([issued('999999/JAN/2026')])).toBeUndefined();
  });

  test('take month and year from the time of issue in UTC', () => {
    expect(numberText(nextNumber([], NoticeLevel.WARNING, new Date('2026-12-31T23:59:59Z'))!)).toBe('001/DEC/2026');
    expect(numberText(nextNumber([], NoticeLevel.WARNING, new Date('2027-01-01T00:00:00Z'))!)).toBe('001/JAN/2027');
  });
});

describe('a draft of a notice', () => {
  const entry: NoticeEntry = { level: NoticeLevel.WARNING, text: 'Keep clear', areaText: 'Phillip Channel', lasts: 24, exercise: false, language: 'en' };
  const around: Circumstances = { economy: 'SG', issued: [issued('006/JAN/2026')], now: in2026, random: new Uint8Array([1, 2, 3, 255]) };
  const posted = create(PostedNoticeSchema, {
    statementId: new Uint8Array([7]),
    notice: { number: '003/JAN/2026', level: NoticeLevel.WARNING, areaText: 'Off Nipah', language: 'id', validUntil: timestampFromDate(new Date('2026-03-01T00:00:00Z')) },
  });
  const former = { posted, manifest: create(ManifestSchema, { audience: 'own', tlp: Tlp.GREEN, exerciseStatus: ExerciseStatus.EXERCISE, subject: new Uint8Array([9]) }) };

  test('takes the next number, and goes to all', () => {
    const draft = draftNotice(entry, around)!;
    expect(draft.content.value).toMatchObject({ number: '007/FEB/2026', capId: 'SG-WARNING-007-FEB-2026-010203ff', areaText: 'Phillip Channel' });
    expect(draft.content.value).toHaveProperty('validUntil.seconds', BigInt(Date.UTC(2026, 1, 4) / 1000));
    expect(draft.manifest).toMatchObject({ audience: 'all', tlp: Tlp.CLEAR, exerciseStatus: ExerciseStatus.ACTUAL });
  });

  test('has a radius only about a position', () => {
    expect(draftNotice({ ...entry, radiusNm: 5 }, around)!.content.value).not.toHaveProperty('radiusNm', 5);
    const position = create(PositionSchema, { latE7: 1, lonE7: 1 });
    expect(draftNotice({ ...entry, position, radiusNm: 5 }, around)!.content.value).toHaveProperty('radiusNm', 5);
  });

  test('an update keeps number, place, end, audience and exercise of what it replaces', () => {
    const draft = draftNotice({ ...entry, level: NoticeLevel.UPDATE, areaText: '', lasts: undefined }, { ...around, former })!;
    expect(draft.content.value).toMatchObject({ number: '003/JAN/2026', areaText: 'Off Nipah', validUntil: posted.notice!.validUntil });
    expect(draft.manifest).toMatchObject({ audience: 'own', tlp: Tlp.GREEN, exerciseStatus: ExerciseStatus.EXERCISE, supersedes: [posted.statementId] });
  });

  test('an update of what is still to come begins when that would have', () => {
    const begins = timestampFromDate(new Date('2026-02-10T00:00:00Z'));
    const coming = { ...former, posted: { ...posted, notice: { ...posted.notice!, validFrom: begins } } };
    const draft = draftNotice({ ...entry, level: NoticeLevel.UPDATE }, { ...around, former: coming })!;
    expect(draft.content.value).toMatchObject({ validFrom: begins, validUntil: timestampFromDate(new Date('2026-02-11T00:00:00Z')) });
    const past = { ...former, posted: { ...posted, notice: { ...posted.notice!, validFrom: timestampFromDate(new Date('2026-01-10T00:00:00Z')) } } };
    expect(draftNotice({ ...entry, level: NoticeLevel.UPDATE }, { ...around, former: past })!.content.value).toHaveProperty('validFrom', undefined);
  });

  test('is in the language of its own text, not of what it replaces', () => {
    const draft = draftNotice({ ...entry, level: NoticeLevel.ALL_CLEAR, text: 'El peligro ha pasado.', language: 'es' }, { ...around, former })!;
    expect(draft.content.value).toHaveProperty('language', 'es');
  });

  test('an all clear has no end', () => {
    const draft = draftNotice({ ...entry, level: NoticeLevel.ALL_CLEAR, areaText: '', lasts: undefined }, { ...around, former })!;
    expect(draft.content.value).not.toHaveProperty('validUntil');
  });
});

describe('validity of a notice', () => {
  const at = (iso: string) => timestampFromDate(new Date(iso));
  const notice = (state: NoticeState, from?: string, until?: string) =>
    create(PostedNoticeSchema, { state, notice: { validFrom: from ? at(from) : undefined, validUntil: until ? at(until) : undefined } });
  const now = Date.parse('2026-03-01T12:00:00Z');

  test('runs down, and is over when its time has come without asking the node', () => {
    expect(validityOf(notice(NoticeState.IN_FORCE, undefined, '2026-03-01T13:00:00Z'), now)).toEqual({ state: NoticeState.IN_FORCE, leftMs: 3_600_000 });
    expect(validityOf(notice(NoticeState.IN_FORCE, undefined, '2026-03-01T12:00:00Z'), now)).toEqual({ state: NoticeState.EXPIRED });
    expect(validityOf(notice(NoticeState.IN_FORCE), now)).toEqual({ state: NoticeState.IN_FORCE });
  });

  test('begins when its time has come', () => {
    expect(validityOf(notice(NoticeState.NOT_YET, '2026-03-01T12:30:00Z'), now)).toEqual({ state: NoticeState.NOT_YET, leftMs: 1_800_000 });
    expect(validityOf(notice(NoticeState.NOT_YET, '2026-03-01T11:30:00Z'), now)).toEqual({ state: NoticeState.IN_FORCE });
  });

  test('stays over once it was replaced', () => {
    expect(validityOf(notice(NoticeState.REPLACED, undefined, '2026-03-02T00:00:00Z'), now)).toEqual({ state: NoticeState.REPLACED });
  });

  test('is counted in days, hours and begun minutes', () => {
    expect(leftOf(((26 * 60) + 3) * 60_000 + 1)).toEqual({ days: 1, hours: 2, minutes: 4 });
  });
});

describe('a notice concerns a watch', () => {
  const near = readFilter(new URLSearchParams('shape=circle:1.25,104,20&economy=SG'));
  const posted = (lat: number, economy = 'SG', radiusNm?: number) =>
    create(PostedNoticeSchema, { economy, notice: { position: { latE7: lat * 1e7, lonE7: 104e7 }, radiusNm } });

  test('when their circles meet and the economy is meant', () => {
    expect(concerns(posted(1.5), near)).toBe(true);
    expect(concerns(posted(2), near)).toBe(false);
    expect(concerns(posted(2, 'SG', 30), near)).toBe(true);
    expect(concerns(posted(1.5, 'ID'), near)).toBe(false);
  });

  test('when nobody can tell where it is', () => {
    expect(concerns(create(PostedNoticeSchema, { economy: 'SG', notice: { areaText: 'Sulu Sea' } }), near)).toBe(true);
  });
});

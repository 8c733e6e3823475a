// What was understood, in the officer's words.
import { dateOf } from '~/base/moments';
import type { OccurrenceTime, Perpetrators } from '~/gen/lightship/v1/report_pb';
import { CountState, ZoneBasis } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { agoText, timeText } from '~/i18n/format';

const minuteMs = 60_000;

// "UTC+8", "UTC-3:30".
export function zoneText(minutes: number): string {
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`;
  return minutes === 0 ? 'UTC' : `UTC${minutes < 0 ? '−' : '+'}${Math.floor(size / 60)}${rest}`;
}

// "14 Mar 2026 03:26Z = 11:26 UTC+8, 12 min ago", or from when to when.
export function occurredEcho(occurred: OccurrenceTime | undefined, now = Date.now()): string {
  if (!occurred?.start || !occurred.end) return '';
  const length = dateOf(occurred.end).getTime() - dateOf(occurred.start).getTime();
  if (length > minuteMs) {
    return t('report.time.between', { from: timeText(occurred.start), until: timeText(occurred.end) });
  }
  const values = { utc: timeText(occurred.start), ago: agoText(occurred.start, now) };
  const minutes = occurred.utcOffsetMinutes;
  if (!minutes) return t('report.time.utc', values);
  const local = new Date(dateOf(occurred.start).getTime() + minutes * minuteMs).toISOString().slice(11, 16);
  return t('report.time.both', { ...values, local, zone: zoneText(minutes) });
}

export function zoneDoubt(occurred: OccurrenceTime | undefined): string {
  switch (occurred?.zoneBasis) {
    case ZoneBasis.ASSUMED_LOCAL: return t('report.time.assumedLocal', { zone: zoneText(occurred.utcOffsetMinutes ?? 0) });
    case ZoneBasis.ASSUMED_UTC: return t('report.time.assumedUtc');
    case ZoneBasis.UNKNOWN: return t('report.time.zoneUnknown');
    case ZoneBasis.STATED_LOCAL: return occurred.utcOffsetMinutes === undefined ? t('report.time.zoneUnknown') : '';
    default: return '';
  }
}

export function isFuture(occurred: OccurrenceTime | undefined, now = Date.now()): boolean {
  return occurred?.start !== undefined && dateOf(occurred.start).getTime() > now + minuteMs;
}

export function peopleEcho(people: Perpetrators | undefined): string {
  if (!people) return '';
  if (people.countState === CountState.NONE) return t('report.people.none');
  const { countMin, countMax } = people;
  if (countMin === undefined || countMax === undefined) return t('report.people.words', { text: people.countAsWritten });
  if (countMin !== countMax) return t('report.people.range', { least: countMin, most: countMax });
  return t(people.countState === CountState.ESTIMATED ? 'report.people.about' : 'report.people.exactly', { count: countMin });
}

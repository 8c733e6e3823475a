// What was understood, in the officer's words.
import { metresPerMile } from '~/base/geodesy';
import { dateOf } from '~/base/moments';
import type { Place, UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import type { OccurrenceTime, Perpetrators } from '~/gen/lightship/v1/report_pb';
import { CountState, PositionQualityFlag, PositionQualityFlagSchema, ZoneBasis } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { agoText, numberText, pointText, timeText } from '~/i18n/format';
import { navareaText } from '~/i18n/place';
import { enumName } from '~/i18n/names';
import { areaTitled } from '~/ui/areas';

const minuteMs = 60_000;

export function areasText(place: Place | undefined): string {
  if (!place) return '';
  const navarea = place.navarea ? [navareaText(place.navarea)] : [];
  return [...place.areas.map(areaTitled), ...navarea].join(' · ');
}

// "01°15.25′N 104°02.41′E, within 10 m".
export function coordinatesText({ position }: UnderstandResponse): string {
  if (position?.latE7 === undefined || position.lonE7 === undefined) return '';
  const point = pointText(position.latE7, position.lonE7);
  if (position.uncertaintyM === undefined) return point;
  const metres = position.uncertaintyM;
  return metres < 1000 ? t('report.position.withinMetres', { point, metres })
    : t('report.position.withinMiles', { point, miles: numberText(metres / metresPerMile, 1) });
}

export function positionDoubts({ position }: UnderstandResponse): string[] {
  if (!position) return [];
  const flags = position.qualityFlags.map((flag) => {
    if (flag === PositionQualityFlag.MINUTES_OR_SECONDS_AMBIGUOUS) return t('report.position.asDecimalMinutes');
    if (flag === PositionQualityFlag.ROUNDED_TO_MINUTE) return t('report.position.wholeMinutes');
    return enumName(PositionQualityFlagSchema, flag);
  });
  return position.latE7 === undefined && position.asWritten ? [...flags, t('report.position.noPoint')] : flags;
}

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

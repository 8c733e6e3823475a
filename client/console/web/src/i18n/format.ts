// Times, numbers and positions as the officer's language writes them. Times are UTC: what several economies read must not
// depend on where.
import { timestampFromDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { dateOf } from '~/base/moments';
import { monthAt, startOf } from '~/base/months';
import type { OccurrenceTime, Position } from '~/gen/lightship/v1/report_pb';
import { TimePrecision } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from './catalogue';
import { language } from './language';
import type { Language } from './languages';

export function numberText(value: number, digits = 0): string {
  return value.toLocaleString(language.value, { maximumFractionDigits: digits });
}

// "+3", "-3", "0".
export function signedText(value: number): string {
  return value.toLocaleString(language.value, { signDisplay: 'exceptZero' });
}

// "Singapore, Indonesia". By the catalogue: Intl.ListFormat has no bare separator for Chinese and Japanese.
export function listText(words: readonly string[]): string {
  return words.join(t('common.listSeparator'));
}

// "verifier or liaison".
export function eitherText(words: readonly string[]): string {
  return new Intl.ListFormat(language.value, { type: 'disjunction' }).format(words);
}

const kibi = 1024;

// Of a file: "350 KiB".
export function sizeText(bytes: number): string {
  if (bytes < kibi) return t('size.bytes', { count: bytes });
  if (bytes < kibi * kibi) return t('size.kib', { size: numberText(bytes / kibi, 1) });
  return t('size.mib', { size: numberText(bytes / kibi / kibi, 1) });
}

const withoutSpaces: readonly Language[] = ['ja', 'zh-Hans', 'zh-Hant'];

// Sentences, one after the other.
export function sentencesText(sentences: readonly string[]): string {
  return sentences.join(withoutSpaces.includes(language.value) ? '' : ' ');
}

// "2026-03-01 19:40Z" in the order and signs of the language.
export function timeText(at: Timestamp | undefined, seconds = false): string {
  if (!at) return t('common.notKnown');
  const day = dayText(at);
  const clock = dateOf(at).toISOString().slice(11, seconds ? 19 : 16);
  return `${day} ${clock}Z`;
}

export function dayText(at: Timestamp): string {
  return dateOf(at).toLocaleDateString(language.value, {
    timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric',
  });
}

// "March 2026", of a month as base/months counts them.
export function monthText(month: number, width: 'long' | 'short' = 'long'): string {
  return startOf(month).toLocaleDateString(language.value, { timeZone: 'UTC', year: 'numeric', month: width });
}

// A day as filters write it: "2019-01-31".
export function dayName(day: string): string {
  return dayText(timestampFromDate(new Date(`${day}T00:00:00Z`)));
}

// "03:12Z" of today, with the date otherwise.
export function momentText(at: Date, now = new Date()): string {
  const [day, clock] = [at.toISOString().slice(0, 10), `${at.toISOString().slice(11, 16)}Z`];
  return day === now.toISOString().slice(0, 10) ? clock : `${day} ${clock}`;
}

// "3 min ago".
export function agoText(at: Timestamp, now = Date.now()): string {
  const seconds = Math.round((dateOf(at).getTime() - now) / 1000);
  const format = new Intl.RelativeTimeFormat(language.value, { numeric: 'auto', style: 'short' });
  for (const [unit, size] of [['day', 86_400], ['hour', 3_600], ['minute', 60]] as const) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(seconds, 'second');
}

// When an act took place, as finely as it is known.
export function occurredText(occurred: OccurrenceTime | undefined): string {
  if (!occurred?.start) return occurred?.asWritten || t('common.notKnown');
  switch (occurred.precision) {
    case TimePrecision.MINUTE:
    case TimePrecision.HOUR:
    case TimePrecision.UNSPECIFIED:
      return timeText(occurred.start);
    case TimePrecision.MONTH:
      return monthText(monthAt(middleOf(occurred)));
    default:
      return dayText(timestampFromDate(middleOf(occurred)));
  }
}

// A day's interval begins in the reporter's zone, or half a day early where the zone is not known: the day is that of its
// middle there.
function middleOf({ start, end, utcOffsetMinutes }: OccurrenceTime): Date {
  const [from, until] = [dateOf(start!).getTime(), dateOf(end ?? start!).getTime()];
  return new Date((from + until) / 2 + (utcOffsetMinutes ?? 0) * 60_000);
}

function angleText(e7: number, degreesWide: number, sides: [string, string]): string {
  const minutes = Math.round(Math.abs(e7) * 60 / 1e5) / 100;
  const degrees = Math.floor(minutes / 60);
  const rest = (minutes - degrees * 60).toLocaleString(language.value, {
    minimumIntegerDigits: 2, minimumFractionDigits: 2, maximumFractionDigits: 2,
  });
  const number = `${String(degrees).padStart(degreesWide, '0')}°${rest}′`;
  return t(e7 < 0 ? sides[1] : sides[0], { angle: number });
}

// "01°15.25′N 104°02.41′E".
export function pointText(latE7: number, lonE7: number): string {
  const lat = angleText(latE7, 2, ['position.north', 'position.south']);
  return `${lat} ${angleText(lonE7, 3, ['position.east', 'position.west'])}`;
}

export function positionText(position: Position | undefined): string {
  if (position?.latE7 === undefined || position.lonE7 === undefined) {
    return position?.asWritten || t('common.notKnown');
  }
  return pointText(position.latE7, position.lonE7);
}

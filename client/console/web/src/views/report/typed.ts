// Positions and times as an officer would type them.
import { dateOf } from '~/base/moments';
import type { OccurrenceTime, Position } from '~/gen/lightship/v1/report_pb';
import { TimePrecision, ZoneBasis } from '~/gen/lightship/v1/vocabulary_pb';

const minuteMs = 60_000;

export function positionTyped(position: Position | undefined): string {
  if (!position) return '';
  if (position.asWritten) return position.asWritten;
  if (position.latE7 === undefined || position.lonE7 === undefined) return '';
  return `${position.latE7 / 1e7}, ${position.lonE7 / 1e7}`;
}

// "01:15.25N 104:02.41E".
export function pointTyped(lat: number, lon: number): string {
  const angle = (degrees: number, wide: number, sides: string) => {
    const hundredths = Math.round(Math.abs(degrees) * 6000);
    const minutes = (hundredths % 6000) / 100;
    const whole = String(Math.floor(hundredths / 6000)).padStart(wide, '0');
    return `${whole}:${minutes.toFixed(2).padStart(5, '0')}${sides[degrees < 0 ? 1 : 0]}`;
  };
  return `${angle(lat, 2, 'NS')} ${angle(lon, 3, 'EW')}`;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

// "2026-03-14 0326 UTC".
function utcTyped(at: Date): string {
  return `${at.toISOString().slice(0, 10)} ${pad(at.getUTCHours())}${pad(at.getUTCMinutes())} UTC`;
}

export function minutesAgo(now: Date, minutes: number): string {
  return utcTyped(new Date(now.getTime() - minutes * minuteMs));
}

// As written, or as one would write it.
export function timeTyped(occurred: OccurrenceTime | undefined): string {
  if (!occurred) return '';
  if (occurred.asWritten) return occurred.asWritten;
  const { start, end, precision } = occurred;
  if (!start || !end) return '';
  if (precision < TimePrecision.PART_OF_DAY) return utcTyped(dateOf(start));
  // Its middle is of the day or the month that was meant, whatever the zone.
  const middle = new Date(Number(start.seconds + end.seconds) / 2 * 1000).toISOString();
  return [middle.slice(0, precision === TimePrecision.MONTH ? 7 : 10), ...zoneStated(occurred)].join(' ');
}

function zoneStated({ zoneBasis, utcOffsetMinutes }: OccurrenceTime): string[] {
  if (zoneBasis === ZoneBasis.STATED_UTC) return ['UTC'];
  return zoneBasis === ZoneBasis.STATED_LOCAL && utcOffsetMinutes !== undefined ? [offsetTyped(utcOffsetMinutes)] : [];
}

// UTC, Z, GMT, LT or an offset at the end.
const zoneAtEnd = /\s*(?:UTC(?:[+-]\d{1,2}(?::?\d{2})?)?|GMT|Z|LT|LMT|local(?: time)?|[+-]\d{2}:?\d{2})\s*$/i;

export function withZone(typed: string, zone: string): string {
  const bare = typed.replace(zoneAtEnd, '').trim();
  return bare === '' ? '' : `${bare} ${zone}`;
}

// Of a clock that is so many minutes ahead of UTC: "+08:00".
export function offsetTyped(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

// Whole hours of the nautical zone, 15 degrees each.
export function nauticalOffset(lonE7: number): number {
  return Math.round(lonE7 / 150_000_000);
}

const clockAlone = /^(\d{1,2}):?(\d{2})(?:\s*h(?:rs)?)?(?=\s|Z|$)/i;

// Of a zone as typed, minutes; undefined for local time.
function zoneMinutes(zone: string): number | undefined {
  const offset = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (offset) return (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
  return /^(UTC|GMT|Z)$/i.test(zone) ? 0 : undefined;
}

// By radio one hears "0326 local": a clock time without a date is the last time that the clock showed it.
export function withDate(typed: string, now: Date, localHours = 0): string {
  const clock = clockAlone.exec(typed.trim());
  if (!clock || Number(clock[1]) > 23 || Number(clock[2]) > 59) return typed;
  const zone = typed.trim().slice(clock[0].length).trim();
  if (zone !== '' && !zoneAtEnd.test(` ${zone}`)) return typed;
  const there = new Date(now.getTime() + (zoneMinutes(zone) ?? localHours * 60) * minuteMs);
  const spoken = Number(clock[1]) * 60 + Number(clock[2]);
  const shown = there.getUTCHours() * 60 + there.getUTCMinutes();
  const day = new Date(there.getTime() - (spoken > shown ? 24 * 60 * minuteMs : 0));
  return `${day.toISOString().slice(0, 10)} ${pad(Number(clock[1]))}${clock[2]}${zone && ` ${zone}`}`;
}

// Timestamps of the protocol as the browser's dates.
import type { Timestamp } from '@bufbuild/protobuf/wkt';

export function dateOf(at: Timestamp): Date {
  return new Date(Number(at.seconds) * 1000 + Math.floor(at.nanos / 1e6));
}

export function laterThan(at: Timestamp | undefined, date: Date): boolean {
  return at !== undefined && dateOf(at) > date;
}

// Undefined as soon as one is not known.
export function earliest(moments: (Timestamp | undefined)[]): Timestamp | undefined {
  return moments.reduce((a, b) => (!a || !b ? undefined : isBefore(b, a) ? b : a));
}

function isBefore(a: Timestamp, b: Timestamp): boolean {
  return a.seconds === b.seconds ? a.nanos < b.nanos : a.seconds < b.seconds;
}

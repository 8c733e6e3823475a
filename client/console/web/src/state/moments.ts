// Timestamps of the protocol as the browser's dates.
import type { Timestamp } from '@bufbuild/protobuf/wkt';

export function dateOf(at: Timestamp): Date {
  return new Date(Number(at.seconds) * 1000 + Math.floor(at.nanos / 1e6));
}

export function laterThan(at: Timestamp | undefined, date: Date): boolean {
  return at !== undefined && dateOf(at) > date;
}

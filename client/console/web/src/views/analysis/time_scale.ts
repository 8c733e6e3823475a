// The values of a dimension of time without gaps: years, months and hours of which nothing is counted have their place too. Pure.
import { readMonth, writeMonth } from '~/base/months';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';

interface Scale {
  // Undefined for what is not on the scale.
  read: (key: string) => number | undefined;
  write: (place: number) => string;
  // Where it begins and ends whatever is counted.
  whole?: readonly [first: number, last: number];
}

const twoDigits = (place: number) => String(place).padStart(2, '0');
const readNumber = (key: string) => (/^\d+$/.test(key) ? Number(key) : undefined);

function readQuarter(key: string): number | undefined {
  const found = /^(\d{4})-Q([1-4])$/.exec(key);
  return found ? Number(found[1]) * 4 + Number(found[2]) - 1 : undefined;
}

const scales: Partial<Record<Dimension, Scale>> = {
  [Dimension.YEAR]: { read: readNumber, write: String },
  [Dimension.QUARTER]: { read: readQuarter, write: (place) => `${Math.floor(place / 4)}-Q${place % 4 + 1}` },
  [Dimension.MONTH]: { read: readMonth, write: writeMonth },
  [Dimension.MONTH_OF_YEAR]: { read: readNumber, write: twoDigits, whole: [1, 12] },
  [Dimension.HOUR_OF_DAY]: { read: readNumber, write: twoDigits, whole: [0, 23] },
};

// One wrong date must not stretch a chart over centuries.
const placesMost = 600;

// All keys from the first to the last, then those that are not on the scale.
export function wholeScale(dimension: Dimension, keys: readonly string[]): string[] {
  const scale = scales[dimension];
  if (!scale) return [...keys];
  const places = keys.map(scale.read).filter((place) => place !== undefined);
  const [first, last] = scale.whole ?? [Math.min(...places), Math.max(...places)];
  if (places.length === 0 || last - first >= placesMost) return [...keys];
  const all = Array.from({ length: last - first + 1 }, (_, at) => scale.write(first + at));
  return [...all, ...keys.filter((key) => !all.includes(key))];
}

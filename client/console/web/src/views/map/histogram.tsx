// Incidents by month as bars, those in the window in the accent's colour; years along the bottom.
import type { JSX } from 'preact';
import { monthIn, yearOf } from '~/base/months';
import type { MonthRange } from './month_range';

const height = 34;
// Years that may stand side by side.
const yearsMost = 12;

function bars(counts: number[], from: number, until: number): string {
  const most = Math.max(1, ...counts);
  let path = '';
  for (let n = Math.max(0, from); n <= Math.min(until, counts.length - 1); ++n) {
    if (counts[n] > 0) path += `M${n} ${height}v${-Math.max(1, (counts[n] / most) * height)}h.86V${height}z`;
  }
  return path;
}

export function Histogram({ all, counts, window }: { all: MonthRange; counts: number[]; window: MonthRange | null }): JSX.Element {
  const chosen = window ?? all;
  return (
    <svg class="map-histogram" viewBox={`0 0 ${counts.length} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path class="bar" d={bars(counts, 0, counts.length - 1)} />
      <path class="bar on" d={bars(counts, chosen.from - all.from, chosen.until - all.from)} />
    </svg>
  );
}

export function Years({ all }: { all: MonthRange }): JSX.Element {
  const months = all.until - all.from + 1;
  // The first that begins within.
  const first = yearOf(all.from - 1) + 1;
  const last = yearOf(all.until);
  const every = Math.max(1, Math.ceil((last - first + 1) / yearsMost));
  const years = [];
  for (let year = Math.ceil(first / every) * every; year <= last; year += every) years.push(year);
  return (
    <div class="map-years" aria-hidden="true">
      {years.map((year) => (
        <span key={year} style={{ left: `${((monthIn(year, 1) - all.from) / months) * 100}%` }}>{year}</span>
      ))}
    </div>
  );
}

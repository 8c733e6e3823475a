// A table of counts: lines down, the last dimension across. The same figures as `lightship stats`. Pure.
import type { CountIncidentsResponse, CountRow } from '~/gen/lightship/v1/statistics_pb';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';

export interface Line {
  // One per dimension that runs down; of lines gathered in one: none.
  keys: string[];
  // One per column.
  cells: number[];
  // Incidents, which may be fewer than the cells add up to.
  total: number;
  // How many lines were gathered in this one.
  gathered?: number;
}

export interface Pivot {
  down: Dimension[];
  // Unset: totals only.
  across?: Dimension;
  columns: string[];
  columnTotals: number[];
  lines: Line[];
  total: number;
}

export interface Order {
  byCount: boolean;
  // Lines of fewer incidents are gathered in one; 0: none.
  least: number;
}

type Counts = Pick<CountIncidentsResponse, 'rows' | 'incidents'>;

const joined = (keys: readonly string[]) => JSON.stringify(keys);
const line = (row: CountRow, columns: number): Line => ({ keys: [...row.keys], cells: Array(columns).fill(0), total: Number(row.count) });

// From three counts of the same incidents: by all dimensions, by all but the last, by the last alone (for one dimension only the
// first is looked at). Totals come from counts of their own, since an incident may have several values.
export function makePivot(dimensions: Dimension[], cells: Counts, lines?: Counts, columns?: Counts): Pivot {
  const total = Number(cells.incidents);
  if (dimensions.length < 2 || !lines || !columns) {
    const single = dimensions.length === 0 ? [] : cells.rows.map((row) => line(row, 0));
    return { down: dimensions, columns: [], columnTotals: [], lines: single, total };
  }
  const pivot: Pivot = {
    down: dimensions.slice(0, -1), across: dimensions[dimensions.length - 1], total,
    columns: columns.rows.map((row) => row.keys[0]), columnTotals: columns.rows.map((row) => Number(row.count)),
    lines: lines.rows.map((row) => line(row, columns.rows.length)),
  };
  const columnOf = new Map(pivot.columns.map((key, at) => [key, at]));
  const lineOf = new Map(pivot.lines.map((one) => [joined(one.keys), one]));
  for (const row of cells.rows) {
    const column = columnOf.get(row.keys[row.keys.length - 1]);
    const found = lineOf.get(joined(row.keys.slice(0, -1)));
    // A count that came while others were admitted may hold a line more.
    if (column !== undefined && found) found.cells[column] += Number(row.count);
  }
  return pivot;
}

export const isNotStated = (one: Line): boolean => one.keys.includes('');

// By falling total; what is not stated stays last.
function byCount(lines: Line[]): Line[] {
  return [...lines].sort((a, b) => Number(isNotStated(a)) - Number(isNotStated(b)) || (isNotStated(a) ? 0 : b.total - a.total));
}

// Adds lines up in one, which stands before what is not stated.
export function gather(lines: Line[], isSmall: (one: Line) => boolean): Line[] {
  const small = lines.filter(isSmall);
  if (small.length === 0) return lines;
  const sum: Line = {
    keys: [], gathered: small.length, total: small.reduce((all, one) => all + one.total, 0),
    cells: small[0].cells.map((_, at) => small.reduce((all, one) => all + one.cells[at], 0)),
  };
  const kept = lines.filter((one) => !small.includes(one));
  const at = kept.findIndex(isNotStated);
  return at < 0 ? [...kept, sum] : [...kept.slice(0, at), sum, ...kept.slice(at)];
}

export function ordered(pivot: Pivot, order: Order): Pivot {
  const sorted = order.byCount ? byCount(pivot.lines) : pivot.lines;
  return { ...pivot, lines: order.least > 0 ? gather(sorted, (one) => one.total < order.least && !isNotStated(one)) : sorted };
}

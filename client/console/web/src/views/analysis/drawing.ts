// What a chart shows of a table of counts: which values run along it and which are its series. Pure but for the words.
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { isTime } from './dimension';
import { labelOf } from './label';
import { gather, isNotStated, type Line, type Pivot } from './pivot';
import { wholeScale } from './time_scale';

export const chartKinds = ['bar', 'stacked', 'line', 'grid', 'clock'] as const;
export type ChartKind = (typeof chartKinds)[number];

interface Named {
  label: string;
  // Of the dimensions it stands for; undefined where several values are gathered.
  keys?: string[];
}

interface Series extends Named {
  values: (number | null)[];
  // Drawn back: not one value, or none.
  role?: Role;
}

// Where a colour means something: day and night. Else series take the colours in turn.
export type Role = 'others' | 'unknown' | 'day' | 'night' | 'dusk';

export interface Drawing {
  kind: ChartKind;
  categories: Named[];
  series: Series[];
  // Bars run from left to right: names too long to stand side by side.
  lying: boolean;
  // How many categories are not drawn, and whether what is not stated is not.
  undrawn: number;
  unstatedLeftOut?: boolean;
  // The dimension that runs across the table is the one along the chart.
  acrossIsCategory: boolean;
}

const seriesMost = 6;
const barsMost = 20;
const gridMost = 30;

// Which kinds fit the dimensions, the best first.
export function kindsFor(pivot: Pivot): ChartKind[] {
  const along = pivot.down.length === 1 && isTime(pivot.down[0]);
  if (pivot.across === undefined) {
    if (pivot.down[0] === Dimension.HOUR_OF_DAY) return ['clock', 'bar', 'line'];
    return along ? ['bar', 'line'] : ['bar'];
  }
  if (pivot.down.length === 1 && pivot.down[0] === Dimension.HOUR_OF_DAY && !isTime(pivot.across)) return ['clock', 'stacked', 'grid'];
  const kinds: ChartKind[] = along || isTime(pivot.across) ? ['stacked', 'bar', 'line', 'grid'] : ['stacked', 'bar', 'grid'];
  const crowded = pivot.lines.length > seriesMost && pivot.columns.length > seriesMost;
  const bothTime = along && isTime(pivot.across);
  return crowded && (bothTime || !along && !isTime(pivot.across)) ? ['grid', ...kinds.filter((kind) => kind !== 'grid')] : kinds;
}

export function lineLabel(pivot: Pivot, line: Line): string {
  if (line.gathered !== undefined) return t('analysis.others', { count: line.gathered });
  return line.keys.map((key, at) => labelOf(pivot.down[at], key)).join(' · ');
}

const named = (pivot: Pivot, line: Line): Named =>
  ({ label: lineLabel(pivot, line), keys: line.gathered === undefined ? line.keys : undefined });

// Of no heading anything is stated.
const isUnknown = ({ keys }: Line) => keys.length > 0 && keys.every((key) => key === '');

const lights = new Map<string, Role>([['daylight', 'day'], ['darkness', 'night'], ['twilight', 'dusk']]);

function roleOf(line: Line, dimension: Dimension | undefined): Role | undefined {
  if (line.gathered !== undefined) return 'others';
  if (isUnknown(line)) return 'unknown';
  return dimension === Dimension.LIGHT ? lights.get(line.keys[0]) : undefined;
}

// The greatest lines in the order of the table, the others gathered.
function greatest(lines: Line[], most: number): Line[] {
  const known = lines.filter((line) => !isUnknown(line));
  if (known.length <= most) return lines;
  const kept = new Set([...known].sort((a, b) => b.total - a.total).slice(0, most - 1));
  return gather(lines, (line) => !kept.has(line) && !isUnknown(line));
}

// Columns of the table as lines.
function columnLines(pivot: Pivot): Line[] {
  return pivot.columns.map((key, at) => ({
    keys: [key], total: pivot.columnTotals[at], cells: pivot.lines.map((line) => line.cells[at]),
  }));
}

// Where most is not stated, what is stated could not be seen beside it; a scale of heat or a clock has no place for it at all.
function withoutUnstated(pivot: Pivot, kind: ChartKind): Pivot {
  const most = kind === 'grid' || kind === 'clock' ? 0 : pivot.total / 2;
  const keepColumn = pivot.columns.map((key, at) => key !== '' || pivot.columnTotals[at] <= most);
  const kept = <T>(values: T[]) => values.filter((_, at) => keepColumn[at]);
  return {
    ...pivot, columns: kept(pivot.columns), columnTotals: kept(pivot.columnTotals),
    lines: pivot.lines.filter((line) => !isNotStated(line) || line.total <= most).map((line) => ({ ...line, cells: kept(line.cells) })),
  };
}

function single(pivot: Pivot, kind: ChartKind): Drawing {
  const lying = kind === 'bar' && !isTime(pivot.down[0]);
  const lines = lying ? most(pivot.lines) : pivot.lines;
  return {
    kind, lying, categories: lines.map((line) => named(pivot, line)), undrawn: pivot.lines.length - lines.length,
    series: [{ label: t('analysis.incidents'), keys: [], values: lines.map((line) => line.total) }], acrossIsCategory: false,
  };
}

function grid(pivot: Pivot): Drawing {
  const lines = pivot.lines.slice(0, gridMost);
  return {
    kind: 'grid', lying: false, undrawn: pivot.lines.length - lines.length, acrossIsCategory: true,
    categories: pivot.columns.map((key) => ({ label: labelOf(pivot.across!, key), keys: [key] })),
    series: lines.map((line) => ({ ...named(pivot, line), values: line.cells })),
  };
}

// Time along the chart, lines of the table as series.
function acrossTime(pivot: Pivot, kind: ChartKind): Drawing {
  return {
    kind, lying: false, undrawn: 0, acrossIsCategory: true,
    categories: pivot.columns.map((key) => ({ label: labelOf(pivot.across!, key), keys: [key] })),
    series: greatest(pivot.lines, seriesMost).map((line) => ({ ...named(pivot, line), values: line.cells, role: roleOf(line, pivot.down[0]) })),
  };
}

// The greatest, in the order of the table.
function most(lines: Line[]): Line[] {
  const kept = new Set([...lines].sort((a, b) => b.total - a.total).slice(0, barsMost));
  return lines.filter((line) => kept.has(line));
}

// Lines of the table along the chart, its columns as series.
function downwards(pivot: Pivot, kind: ChartKind): Drawing {
  const lying = !(pivot.down.length === 1 && isTime(pivot.down[0]));
  const along = lying ? most(pivot.lines.filter((line) => line.cells.some((count) => count > 0))) : pivot.lines;
  const series = greatest(columnLines({ ...pivot, lines: along }), seriesMost).map((column) => ({
    role: roleOf(column, pivot.across), label: column.gathered === undefined ? labelOf(pivot.across!, column.keys[0]) : t('analysis.others', { count: column.gathered }),
    keys: column.gathered === undefined ? column.keys : undefined, values: column.cells,
  }));
  return {
    kind, lying, series, undrawn: pivot.lines.length - along.length, acrossIsCategory: false,
    categories: along.map((line) => named(pivot, line)),
  };
}

// Times in which nothing happened have their place on the chart too.
function withWholeScale(pivot: Pivot): Pivot {
  const { across } = pivot;
  const columns = across === undefined ? [] : wholeScale(across, pivot.columns);
  const spread = (values: number[]) => columns.map((key) => values[pivot.columns.indexOf(key)] ?? 0);
  const lines = pivot.lines.map((line) => ({ ...line, cells: spread(line.cells) }));
  const lineOf = new Map(lines.map((line) => [line.keys[0], line]));
  const none = (key: string): Line => ({ keys: [key], cells: columns.map(() => 0), total: 0 });
  return {
    ...pivot, columns, columnTotals: spread(pivot.columnTotals),
    lines: pivot.down.length === 1 && isTime(pivot.down[0])
      ? wholeScale(pivot.down[0], [...lineOf.keys()]).map((key) => lineOf.get(key) ?? none(key)) : lines,
  };
}

function drawn(pivot: Pivot, kind: ChartKind): Drawing {
  if (pivot.across === undefined) return single(pivot, kind);
  if (kind === 'grid') return grid(pivot);
  return isTime(pivot.across) ? acrossTime(pivot, kind) : downwards(pivot, kind);
}

export function drawingOf(pivot: Pivot, kind: ChartKind): Drawing {
  const stated = withoutUnstated(pivot, kind);
  const unstatedLeftOut = stated.lines.length < pivot.lines.length || stated.columns.length < pivot.columns.length;
  return { ...drawn(withWholeScale(stated), kind), unstatedLeftOut };
}

export const isEmpty = (drawing: Drawing): boolean => !drawing.series.some(({ values }) => values.some((value) => value !== null && value > 0));

// Keys of what was chosen in the chart, in the order of the table's dimensions.
export function keysAt(drawing: Drawing, category: number, series: number): string[] | undefined {
  const along = drawing.categories[category]?.keys;
  const beside = drawing.series[series]?.keys;
  if (!along || !beside) return undefined;
  return drawing.acrossIsCategory ? [...beside, ...along] : [...along, ...beside];
}

// One period against another.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { numberText, signedText } from '~/i18n/format';
import { filter, filterRequest } from '~/state/asked';
import { requestOf } from '~/state/filter';
import { route } from '~/state/route';
import { useAnswer } from '~/ui/use_answer';
import { Chart } from './chart';
import { compare, lengthOf, readDays, writeDays, type ComparedLine, type Comparison, type Days } from './compare';
import { DimensionSelect } from './dimension_select';
import type { Drawing } from './drawing';
import { changeText } from './figure';
import { dimensionName, labelOf } from './label';
import { Asked, Rule } from './panel';
import { dimensionsOf, dimensionsText, setPlace } from './places';
import { countWithSources, questionKey, type Counted } from './question';
import { Save, Undrawn } from './tools';
import { WideTable } from './wide_table';

const drawnMost = 15;
const daysOfMonth = 30;

const yearDays = (year: number): Days => ({ from: `${year}-01-01`, until: `${year}-12-31` });

function periodsOf(params: URLSearchParams): [Days, Days] {
  const lastYear = new Date().getUTCFullYear() - 1;
  return [readDays(params.get('a')) ?? yearDays(lastYear - 1), readDays(params.get('b')) ?? yearDays(lastYear)];
}

function DaysField({ name, label, days }: { name: string; label: string; days: Days }): JSX.Element {
  const change = (next: Days) => {
    if (readDays(writeDays(next))) setPlace({ [name]: writeDays(next) });
  };
  return (
    <fieldset class="field analysis-month">
      <legend class="label">{label}</legend>
      <input type="date" aria-label={t('analysis.periods.from')} value={days.from} max={days.until}
        onChange={(event) => change({ ...days, from: event.currentTarget.value })} />
      <input type="date" aria-label={t('analysis.periods.until')} value={days.until} min={days.from}
        onChange={(event) => change({ ...days, until: event.currentTarget.value })} />
    </fieldset>
  );
}

function drawingOf(comparison: Comparison, by: Dimension | undefined, names: string[]): Drawing {
  const lines = by === undefined ? [comparison.total] : comparison.lines.slice(0, drawnMost);
  return {
    kind: 'bar', lying: true, acrossIsCategory: false, undrawn: by === undefined ? 0 : comparison.lines.length - lines.length,
    categories: lines.map(({ key }) => ({ label: by === undefined ? t('analysis.incidents') : labelOf(by, key) })),
    series: [
      { label: names[0], values: lines.map(({ first }) => first) }, { label: names[1], values: lines.map(({ second }) => second) },
    ],
  };
}

function Line({ name, line }: { name: string; line: ComparedLine }): JSX.Element {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="right num">{numberText(line.first)}</td>
      <td class="right num">{numberText(line.second)}</td>
      <td class="right num">{signedText(line.second - line.first)}</td>
      <td class="right num">{changeText(line.change)}</td>
    </tr>
  );
}

interface TableProps {
  comparison: Comparison;
  by?: Dimension;
  names: string[];
  title: string;
}

function headingOf({ by, names }: Pick<TableProps, 'by' | 'names'>): string[] {
  return [by === undefined ? t('analysis.counted') : dimensionName(by), ...names, t('analysis.difference'), t('analysis.change')];
}

function ComparedTable({ comparison, by, names, title }: TableProps): JSX.Element {
  return (
    <WideTable title={title}>
      <thead><tr>{headingOf({ by, names }).map((name, at) => <th scope="col" class={at > 0 ? 'right' : undefined}>{name}</th>)}</tr></thead>
      <tbody>{by !== undefined && comparison.lines.map((line) => <Line name={labelOf(by, line.key)} line={line} />)}</tbody>
      <tfoot><Line name={t('analysis.total')} line={comparison.total} /></tfoot>
    </WideTable>
  );
}

function csvOf({ comparison, by, names }: Omit<TableProps, 'title'>) {
  const line = (name: string, { first, second, change }: ComparedLine) =>
    [name, first, second, second - first, change.kind === 'percent' ? change.percent : changeText(change)];
  return [
    headingOf({ by, names }),
    ...(by === undefined ? [] : comparison.lines.map((one) => line(labelOf(by, one.key), one))), line(t('analysis.total'), comparison.total),
  ];
}

// What makes the two hard to compare.
function lengthNotes([first, second]: [Days, Days], { total }: Comparison): string[] {
  const [a, b] = [lengthOf(first), lengthOf(second)];
  if (a === b) return [];
  const rate = (count: number, days: number) => numberText(count / days * daysOfMonth, 1);
  return [t('analysis.periods.lengths', { first: a, second: b, firstRate: rate(total.first, a), secondRate: rate(total.second, b) })];
}

function Shown({ found, by, periods }: { found: [Counted, Counted]; by?: Dimension; periods: [Days, Days] }): JSX.Element {
  const names = periods.map(({ from, until }) => t('analysis.periods.name', { from, until }));
  const title = t('analysis.periods.title', { first: names[0], second: names[1] });
  const comparison = useMemo(() => compare(found[0].answer, found[1].answer), [found]);
  const drawing = useMemo(() => drawingOf(comparison, by, names), [comparison, by]);
  return (
    <>
      <Save what={title} table={() => csvOf({ comparison, by, names })} drawing={drawing} />
      <Chart drawing={drawing} description={t('analysis.chart.periods', { title })} />
      <Undrawn drawing={drawing} />
      <ComparedTable comparison={comparison} by={by} names={names} title={title} />
      {lengthNotes(periods, comparison).map((note) => <p class="note small">{note}</p>)}
      {found.map((counted) => <Rule counted={counted} />)}
    </>
  );
}

export function PeriodsSection(): JSX.Element {
  const { params } = route.value;
  const periods = periodsOf(params);
  const by = dimensionsOf(params, 1)[0];
  const asked = filter.value;
  const question = (days: Days) => ({ filter: requestOf({ ...asked, ...days }), dimensions: by === undefined ? [] : [by] });
  const answer = useAnswer(async (signal) => {
    const found = await Promise.all([countWithSources(question(periods[0]), signal), countWithSources(question(periods[1]), signal)]);
    return { found: found as [Counted, Counted], by, periods };
  }, [questionKey({ filter: filterRequest.value, dimensions: [] }), by, writeDays(periods[0]), writeDays(periods[1])]);
  return (
    <div class="stack">
      <div class="row analysis-choices no-print">
        <DaysField name="a" label={t('analysis.periods.first')} days={periods[0]} />
        <DaysField name="b" label={t('analysis.periods.second')} days={periods[1]} />
        <DimensionSelect id="periods-by" label={t('analysis.by')} chosen={by} without={[]} optional
          choose={(dimension) => setPlace({ by: dimension === undefined ? '' : dimensionsText([dimension]) })} />
      </div>
      {(asked.from || asked.until) && <p class="small muted">{t('analysis.trend.ownPeriod')}</p>}
      <section class="panel analysis-panel" aria-label={t('analysis.show.periods')}>
        <header><h2>{t('analysis.show.periods')}</h2></header>
        <div class="body"><Asked answer={answer}>{(value) => <Shown {...value} />}</Asked></div>
      </section>
    </div>
  );
}

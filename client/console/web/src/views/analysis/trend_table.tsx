// A trend as a table: a column a year, mean, change, and the years as small bars.
import type { JSX } from 'preact';
import type { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { language } from '~/i18n/language';
import type { Field } from '~/ui/csv';
import { changeText, countText } from './figure';
import { dimensionName, labelOf } from './label';
import { Spark } from './spark';
import { changeOf, meanBefore, type Counts, type Trend } from './trend';
import { WideTable } from './wide_table';

function meanText(counts: Counts): string {
  const mean = meanBefore(counts);
  return mean === undefined ? '–' : mean.toLocaleString(language.value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

interface LineProps {
  name: string;
  counts: Counts;
  years: string[];
}

function TrendLine({ name, counts, years }: LineProps): JSX.Element {
  return (
    <tr>
      <th scope="row">{name}</th>
      {counts.slice(0, -1).map((count) => <td class="right num">{countText(count)}</td>)}
      <td class="right num muted">{meanText(counts)}</td>
      <td class="right num analysis-now">{countText(counts[counts.length - 1])}</td>
      <td class="right num">{changeText(changeOf(counts))}</td>
      <td><Spark counts={counts} names={years} /></td>
    </tr>
  );
}

export function TrendTable({ trend, by, title }: { trend: Trend; by?: Dimension; title: string }): JSX.Element {
  const earlier = trend.years.slice(0, -1);
  return (
    <WideTable title={title}>
      <thead>
        <tr>
          <th scope="col">{by === undefined ? t('analysis.counted') : dimensionName(by)}</th>
          {earlier.map((year) => <th scope="col" class="right">{year}</th>)}
          <th scope="col" class="right">{t('analysis.trend.mean')}</th>
          <th scope="col" class="right">{trend.years[earlier.length]}</th>
          <th scope="col" class="right">{t('analysis.change')}</th>
          <th scope="col">{t('analysis.trend.years')}</th>
        </tr>
      </thead>
      <tbody>
        {trend.lines.map(({ key, counts }) => <TrendLine name={labelOf(by!, key)} counts={counts} years={trend.years} />)}
      </tbody>
      <tfoot><TrendLine name={t('analysis.total')} counts={trend.total} years={trend.years} /></tfoot>
    </WideTable>
  );
}

export function csvOfTrend(trend: Trend, by: Dimension | undefined): Field[][] {
  const earlier = trend.years.slice(0, -1);
  const heading = [by === undefined ? t('analysis.counted') : dimensionName(by), ...earlier, t('analysis.trend.mean'),
    trend.years[earlier.length], t('analysis.change')];
  const line = (name: string, counts: Counts): Field[] => {
    const change = changeOf(counts);
    const mean = meanBefore(counts);
    return [name, ...counts.slice(0, -1).map((count) => count ?? undefined), mean === undefined ? undefined : Math.round(mean * 10) / 10,
      counts[counts.length - 1] ?? undefined, change.kind === 'percent' ? change.percent : changeText(change)];
  };
  return [heading, ...trend.lines.map(({ key, counts }) => line(labelOf(by!, key), counts)), line(t('analysis.total'), trend.total)];
}

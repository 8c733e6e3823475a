// Charts of a monthly report: the month beside the mean of the years before.
import { t } from '~/i18n/catalogue';
import type { CountedTrend } from '../count_trend';
import type { Drawing } from '../drawing';
import { labelOf } from '../label';
import { meanBefore, type TrendLine } from '../trend';
import type { Heading } from './report_answers';

const drawnMost = 10;

const mean = ({ counts }: TrendLine) => Math.round((meanBefore(counts) ?? 0) * 10) / 10;

export function drawingOfYears({ trend }: CountedTrend): Drawing {
  return {
    kind: 'bar', lying: false, undrawn: 0, acrossIsCategory: true, categories: trend.years.map((label) => ({ label })),
    series: [{ label: t('analysis.incidents'), values: trend.total }],
  };
}

export function drawingOfHeading({ trend }: CountedTrend, heading: Heading): Drawing {
  const stated = trend.lines.filter(({ key }) => key !== '');
  const drawn = stated.slice(0, drawnMost);
  return {
    kind: 'bar', lying: true, acrossIsCategory: false, undrawn: stated.length - drawn.length, unstatedLeftOut: stated.length < trend.lines.length,
    categories: drawn.map(({ key }) => ({ label: labelOf(heading, key) })),
    series: [
      { label: trend.years[trend.years.length - 1], values: drawn.map(({ counts }) => counts[counts.length - 1]) },
      { label: t('analysis.report.mean'), values: drawn.map(mean), role: 'others' },
    ],
  };
}

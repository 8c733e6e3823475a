// A trend in words, and as a drawing.
import { monthOfYearOf, yearOf } from '~/base/months';
import type { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { dayText, monthText } from '~/i18n/format';
import type { CountedTrend } from './count_trend';
import type { Drawing } from './drawing';
import { labelOf, monthName } from './label';
import { lastOf, type Months } from './whole_months';
import type { Trend } from './trend';

const linesMost = 5;

// "January to June 2020", "November 2019 to March 2020", "March 2020".
export function monthsText(months: Months): string {
  const [first, last] = [months.first, lastOf(months)];
  if (months.count === 1) return monthText(last);
  if (yearOf(first) !== yearOf(last)) return t('analysis.months', { first: monthText(first), last: monthText(last) });
  const name = (month: number) => monthName(monthOfYearOf(month));
  return t('analysis.monthsOfYear', { first: name(first), last: name(last), year: String(yearOf(last)) });
}

export const trendTitle = (period: Months, years: number): string =>
  t(period.count === 1 ? 'analysis.trend.titleOfMonth' : 'analysis.trend.title', { period: monthsText(period), count: years });

export function trendNotes({ known }: CountedTrend, shortened: boolean): string[] {
  const said = known.oldest && known.newest
    ? [t('analysis.trend.known', { oldest: dayText(known.oldest), newest: dayText(known.newest) })] : [];
  return shortened ? [t('analysis.trend.shortened'), ...said] : said;
}

// Lines of the years: the greatest, else the total.
export function drawingOfTrend(trend: Trend, by: Dimension | undefined): Drawing {
  const series = by === undefined
    ? [{ label: t('analysis.incidents'), values: trend.total }]
    : trend.lines.slice(0, linesMost).map(({ key, counts }) => ({ label: labelOf(by, key), values: counts }));
  return {
    kind: by === undefined ? 'bar' : 'line', lying: false, acrossIsCategory: true,
    undrawn: by === undefined ? 0 : Math.max(0, trend.lines.length - linesMost),
    categories: trend.years.map((label) => ({ label })), series,
  };
}

// The summary of a monthly report: facts, a sentence each, none where nothing is stated.
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { listText, numberText } from '~/i18n/format';
import { changeText } from '../figure';
import { labelOf } from '../label';
import { changeOf, meanBefore, type TrendLine } from '../trend';
import { monthsText } from '../trend_words';
import { yearsBefore, type Heading, type MonthlyReport } from './report_answers';

const placesNamed = 3;

const newest = ({ counts }: TrendLine) => counts[counts.length - 1] ?? 0;

function total(report: MonthlyReport): string[] {
  const { counts } = { counts: report.trends.get(Dimension.LOCATION)!.trend.total };
  const mean = meanBefore(counts);
  const count = Number(report.counted.answer.incidents);
  const period = monthsText({ first: report.month, count: 1 });
  const said = [t('analysis.report.fact.total', { count, period })];
  if (mean !== undefined) {
    said.push(t('analysis.report.fact.mean', { mean: numberText(mean, 1), years: String(yearsBefore), change: changeText(changeOf(counts)) || '–' }));
  }
  return said;
}

// "Gulf of Guinea 6, Indonesia 4": the values of a heading in the month.
function values(report: MonthlyReport, heading: Heading, key: string, most = Infinity): string[] {
  const lines = report.trends.get(heading)!.trend.lines.filter((line) => line.key !== '' && newest(line) > 0).slice(0, most);
  if (lines.length === 0) return [];
  const named = lines.map((line) => t('analysis.report.fact.value', { value: labelOf(heading, line.key), incidents: numberText(newest(line)) }));
  return [t(key, { list: listText(named) })];
}

function outcomes({ outcomes: { pivot } }: MonthlyReport): string[] {
  const lines = pivot.lines.filter(({ keys }) => keys[0] !== '');
  if (lines.length === 0) return [];
  const named = lines.map((line) => t('analysis.report.fact.value', {
    value: labelOf(Dimension.OUTCOME, line.keys[0]), incidents: numberText(line.total),
  }));
  return [t('analysis.report.fact.outcomes', { list: listText(named) })];
}

export function factsOf(report: MonthlyReport): string[] {
  if (report.counted.answer.incidents === 0n) return total(report);
  return [
    ...total(report),
    ...outcomes(report),
    ...values(report, Dimension.LOCATION, 'analysis.report.fact.places', placesNamed),
    ...values(report, Dimension.SHIP_STATUS, 'analysis.report.fact.statuses'),
    ...values(report, Dimension.ARMS, 'analysis.report.fact.arms'),
    ...values(report, Dimension.TREATMENT, 'analysis.report.fact.treatment'),
  ];
}

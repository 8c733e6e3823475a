// Chooses a month: name and year.
import type { JSX } from 'preact';
import { monthIn, monthOfYearOf, yearOf } from '~/base/months';
import { t } from '~/i18n/catalogue';
import { monthName } from './label';

interface Props {
  id: string;
  label: string;
  month: number;
  oldest: number;
  newest: number;
  choose: (month: number) => void;
}

const monthsOfYear = Array.from({ length: 12 }, (_, at) => at + 1);

export function MonthField({ id, label, month, oldest, newest, choose }: Props): JSX.Element {
  const years = [];
  for (let year = Math.max(yearOf(newest), yearOf(month)); year >= Math.min(yearOf(oldest), yearOf(month)); --year) years.push(year);
  return (
    <fieldset class="field analysis-month">
      <legend class="label">{label}</legend>
      <select aria-label={t('analysis.month')} id={id} value={monthOfYearOf(month)}
        onChange={(event) => choose(monthIn(yearOf(month), Number(event.currentTarget.value)))}>
        {monthsOfYear.map((one) => <option key={one} value={one}>{monthName(one)}</option>)}
      </select>
      <select aria-label={t('analysis.year')} value={yearOf(month)}
        onChange={(event) => choose(monthIn(Number(event.currentTarget.value), monthOfYearOf(month)))}>
        {years.map((year) => <option key={year} value={year}>{year}</option>)}
      </select>
    </fieldset>
  );
}

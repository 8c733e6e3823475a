// Chooses a month: name and year.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { monthName } from './label';
import { monthOfYearOf, yearOf } from './months';

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
        onChange={(event) => choose(yearOf(month) * 12 + Number(event.currentTarget.value) - 1)}>
        {monthsOfYear.map((one) => <option key={one} value={one}>{monthName(one)}</option>)}
      </select>
      <select aria-label={t('analysis.year')} value={yearOf(month)}
        onChange={(event) => choose(Number(event.currentTarget.value) * 12 + monthOfYearOf(month) - 1)}>
        {years.map((year) => <option key={year} value={year}>{year}</option>)}
      </select>
    </fieldset>
  );
}

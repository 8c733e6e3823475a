// From which day until which, both included.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { changeFilter, filter } from '~/state/asked';

const ends = ['from', 'until'] as const;

export function DayFields(): JSX.Element {
  return (
    <div class="filter-days">
      {ends.map((end) => (
        <label key={end} class="field">
          <span class="label">{t(`filter.day.${end}`)}</span>
          <input type="date" value={filter.value[end] ?? ''} min="1900-01-01" max="2199-12-31"
                 onChange={(event) => {
                   const day = event.currentTarget.value;
                   changeFilter((changed) => {
                     if (day) changed[end] = day;
                     else delete changed[end];
                   });
                 }} />
        </label>
      ))}
    </div>
  );
}

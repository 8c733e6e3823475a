// Pieces of tables: a count, a change, a share.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { numberText } from '~/i18n/format';
import { language } from '~/i18n/language';
import { Link } from '~/ui/link';
import type { Change } from './trend';

export function percentText(part: number, whole: number): string {
  if (whole === 0) return '';
  return (part / whole).toLocaleString(language.value, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

export function changeText(change: Change): string {
  switch (change.kind) {
    case 'unknown': return '';
    case 'none': return t('analysis.change.none');
    case 'new': return t('analysis.change.new');
    case 'percent':
      return (change.percent / 100).toLocaleString(language.value, { style: 'percent', signDisplay: 'exceptZero' });
  }
}

// Nothing where the years before are not known.
export function countText(count: number | null): string {
  return count === null ? '–' : numberText(count);
}

interface CountProps {
  count: number;
  // The incidents meant.
  params?: URLSearchParams;
  // What the link leads to, for who does not see the table.
  label: string;
}

// Zeros would hide the figures.
export function Count({ count, params, label }: CountProps): JSX.Element {
  if (count === 0) return <><span aria-hidden="true" class="muted">·</span><span class="only-heard">{numberText(0)}</span></>;
  if (!params) return <>{numberText(count)}</>;
  return <Link path="/map" params={params} aria-label={t('analysis.showThese', { count, what: label })}>{numberText(count)}</Link>;
}

// The filter of the address in words.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';

export function FilterSaid(): JSX.Element {
  return <>{t('analysis.report.allIncidents')}</>;
}

// The filter of the address in words, but for its period: a report has its own.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { filter } from '~/state/asked';
import { conditions } from '~/ui/conditions';
import { chipsOf } from '~/ui/filter_chips';

export function FilterSaid(): JSX.Element {
  const asked = { ...filter.value, from: undefined, until: undefined };
  const said = chipsOf(asked, conditions()).map(({ key, name, value }) => ({ key, name, value }));
  if (asked.text) said.push({ key: 'q', name: t('filter.q'), value: asked.text });
  if (said.length === 0) return <>{t('analysis.report.allIncidents')}</>;
  return <ul class="analysis-said">{said.map(({ key, name, value }) => <li key={key}>{t('analysis.report.condition', { name, value })}</li>)}</ul>;
}

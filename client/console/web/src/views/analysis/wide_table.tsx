// A table that scrolls within its panel.
import type { ComponentChildren, JSX } from 'preact';
import { t } from '~/i18n/catalogue';

export function WideTable({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="analysis-scroll" role="region" aria-label={t('analysis.tableOf', { title })} tabIndex={0}>
      <table class="table analysis-table">
        <caption class="only-heard">{title}</caption>
        {children}
      </table>
    </div>
  );
}

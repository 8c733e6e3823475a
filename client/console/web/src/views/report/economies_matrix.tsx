// What each economy will see: a line for those that see the same, a column for each part.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { listText } from '~/i18n/format';
import { economyName } from '~/i18n/names';
import { nodeAnswers, officer } from '~/state/desk';
import { audienceText } from './audiences';
import { form, reviewed } from './desk_form';
import { partKind, partsShown, sights } from './economies';

export function EconomiesMatrix(): JSX.Element {
  const views = reviewed.value?.views ?? [];
  const own = officer.value?.economy ?? '';
  if (views.length === 0) {
    if (!reviewed.value || nodeAnswers.value !== false) return <p class="muted small">{t('report.sees.unknown')}</p>;
    return <p class="note warn">{t('report.sees.offline', { audience: audienceText(form.value.handling.audience) })}</p>;
  }
  const parts = partsShown(views);
  return (
    <table class="table report-sees" aria-label={t('report.sees.title')}>
      <thead>
        <tr>
          <th scope="col">{t('report.sees.economy')}</th>
          {parts.map((part) => <th key={part} scope="col">{t(`report.part.${part}`)}</th>)}
        </tr>
      </thead>
      <tbody>
        {sights(views, own).map(({ economies, receives, sees }) => (
          <tr key={economies[0]} class={receives ? '' : 'muted'}>
            <th scope="row">{listText(economies.map(economyName))}</th>
            {parts.map((part) => {
              const seen = receives && sees.some((name) => partKind(name) === part);
              return <td key={part} class={seen ? 'report-seen' : 'report-unseen'}>
                <span aria-hidden="true">{seen ? '●' : '–'}</span>
                <span class="only-heard">{t(seen ? 'report.sees.yes' : 'report.sees.no')}</span>
              </td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

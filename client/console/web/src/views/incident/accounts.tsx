// The accounts, each in its own language, and what of them is for others.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { languageName } from '~/i18n/names';
import type { Page } from './page';
import { isInForce, reportsOf } from './reports';
import { withheldText } from './withheld';

export function Accounts({ incident }: Page): JSX.Element | null {
  const told = reportsOf(incident).filter((report) => report.narrative?.texts.length || withheldText(report, 'narrative'));
  if (told.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="incident-accounts">
      <header><h2 id="incident-accounts">{t('incident.accounts')}</h2></header>
      <div class="body stack">
        {told.map((report) => (
          <article key={report.address} class={isInForce(report) ? 'incident-account' : 'incident-account incident-past'}>
            <h3>
              <span class="mono">{report.address}</span>{' '}
              {report.retracted && <span class="tag alert">{t('incident.retracted')}</span>}
              {report.superseded && !report.retracted && <span class="tag">{t('incident.replaced')}</span>}
            </h3>
            {withheldText(report, 'narrative') && <p class="muted">{withheldText(report, 'narrative')}</p>}
            {report.narrative?.texts.map((text, at) => (
              <div key={at}>
                <p class="small muted">
                  {languageName(text.language) || text.language}
                  {text.isTranslation && <> · {t('incident.translation', { by: text.translatedBy || t('common.notKnown') })}</>}
                </p>
                <p class="incident-prose" lang={text.language}>{text.text}</p>
              </div>
            ))}
          </article>
        ))}
      </div>
    </section>
  );
}

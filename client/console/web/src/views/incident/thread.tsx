// What was remarked, as threads, with an answer to each.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { timeText } from '~/i18n/format';
import { economyName } from '~/i18n/names';
import { mayAct } from '~/state/desk';
import { rolesFor, type Page } from './page';
import { economyOf } from './reports';
import { threadsOf, type Remark } from './threads';
import { absenceText } from './withheld';

function RemarkView({ remark, page }: { remark: Remark; page: Page }): JSX.Element {
  const { comment, depth, about } = remark;
  const [hidden] = comment.withheld;
  return (
    <li class="incident-remark" data-depth={depth}>
      <div class="row small">
        <strong>{economyName(economyOf(comment))}</strong>
        <span class="muted">{timeText(comment.admittedAt)}</span><span class="mono muted">{comment.address}</span>
        {comment.retracted && <span class="tag alert">{t('incident.retracted')}</span>}
        {comment.superseded && <span class="tag">{t('incident.replaced')}</span>}
        {comment.doubtedBy && <span class="tag alert">{t('incident.doubtedBy', { by: comment.doubtedBy })}</span>}
        {about !== undefined && <span class="muted">{about ? t('incident.about', { address: about.address }) : t('incident.aboutUnheld')}</span>}
      </div>
      {comment.comment
        ? <p class="incident-prose" lang={comment.comment.language}>{comment.comment.text}</p>
        : <p class="muted">{hidden ? absenceText(comment, hidden) : t('incident.withheld.plain')}</p>}
      {mayAct(...rolesFor.comment) && (
        <button class="button quiet incident-small" type="button" onClick={() => page.act({ kind: 'comment', about: comment })}
                aria-label={t('incident.act.answerTo', { address: comment.address })}>{t('incident.act.answer')}</button>
      )}
    </li>
  );
}

export function Thread(page: Page): JSX.Element | null {
  const remarks = threadsOf(page.incident);
  if (remarks.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="incident-thread">
      <header><h2 id="incident-thread">{t('incident.thread')}</h2></header>
      <ol class="body incident-thread">
        {remarks.map((remark) => <RemarkView key={remark.comment.address} remark={remark} page={page} />)}
      </ol>
    </section>
  );
}

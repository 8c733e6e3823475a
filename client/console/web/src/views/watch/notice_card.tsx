// One notice: its title, how long it is in force, where, what it says.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { listText, numberText, positionText, timeText } from '~/i18n/format';
import { economyName, enumName } from '~/i18n/names';
import { NoticeState, NoticeStateSchema, type PostedNotice } from '~/gen/lightship/v1/notice_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { NoticeLevel } from '~/gen/lightship/v1/vocabulary_pb';
import { incidentPath } from '~/state/incident_path';
import { Link } from '~/ui/link';
import type { NoticeTask } from './notice_form';
import { leftOf, validityOf, type Validity } from './validity';

function leftText(ms: number): string {
  const { days, hours, minutes } = leftOf(ms);
  if (days > 0) return t('notice.left.days', { days, hours });
  return hours > 0 ? t('notice.left.hours', { hours, minutes }) : t('notice.left.minutes', { minutes });
}

function validityText({ state, leftMs }: Validity, posted: PostedNotice): string {
  switch (state) {
    case NoticeState.IN_FORCE:
      return leftMs === undefined ? t('notice.untilFurther') : t('notice.until', { at: timeText(posted.notice?.validUntil), left: leftText(leftMs) });
    case NoticeState.NOT_YET:
      return t('notice.from', { at: timeText(posted.notice?.validFrom), left: leftText(leftMs ?? 0) });
    case NoticeState.EXPIRED:
      return t('notice.expired', { at: timeText(posted.notice?.validUntil) });
    case NoticeState.REPLACED:
    case NoticeState.CLEARED:
      if (!posted.endedBy) return t('notice.allClear');
      return t(state === NoticeState.REPLACED ? 'notice.replaced' : 'notice.cleared', { by: posted.endedBy });
    default:
      return enumName(NoticeStateSchema, state);
  }
}

function areaText({ notice }: PostedNotice): string {
  if (!notice?.position) return notice?.areaText ?? '';
  const at = positionText(notice.position);
  const circle = notice.radiusNm === undefined ? at : t('notice.circle', { at, radius: numberText(notice.radiusNm, 1) });
  return notice.areaText ? t('notice.areaAt', { area: notice.areaText, at: circle }) : circle;
}

function levelClass(posted: PostedNotice, state: NoticeState): string {
  if (state !== NoticeState.IN_FORCE && state !== NoticeState.NOT_YET) return 'over';
  return posted.notice?.level === NoticeLevel.WARNING ? 'alert' : 'warn';
}

function Remarks({ posted }: { posted: PostedNotice }): JSX.Element {
  return (
    <>
      {posted.sameNumber.length > 0 && <p class="note alert small">{t('notice.sameNumber', { others: listText(posted.sameNumber) })}</p>}
      {posted.doubtful && <p class="note alert small">{t('notice.doubtful')}</p>}
      {posted.restricted && <span class="tag">{t('notice.restricted')}</span>}
    </>
  );
}

export function NoticeCard({ posted, now, act }: { posted: PostedNotice; now: number; act?: (task: NoticeTask) => void }): JSX.Element {
  const validity = validityOf(posted, now);
  const exercise = posted.exerciseStatus !== ExerciseStatus.ACTUAL;
  const standing = [NoticeState.IN_FORCE, NoticeState.NOT_YET, NoticeState.EXPIRED].includes(validity.state);
  return (
    <li class={`watch-notice ${levelClass(posted, validity.state)} ${exercise ? 'exercise' : ''}`}>
      <h3><span class="watch-notice-of">{economyName(posted.economy)}</span> {posted.title}</h3>
      <p class="watch-notice-validity"><strong>{validityText(validity, posted)}</strong></p>
      <p>{areaText(posted)}</p>
      <p class="watch-notice-text">{posted.notice?.text}</p>
      <p class="small muted row">
        {posted.agency && <span>{posted.agency}</span>}
        <span class="mono">{posted.address}</span>
        <span class="num">{timeText(posted.admittedAt)}</span>
        {posted.incidentId.length > 0 && <Link path={incidentPath(posted.incidentId)}>{t('notice.incident')}</Link>}
      </p>
      <Remarks posted={posted} />
      {act && standing && (
        <div class="row">
          <button type="button" class="button" onClick={() => act({ what: 'update', former: posted })}>{t('notice.update')}</button>
          <button type="button" class="button" onClick={() => act({ what: 'clear', former: posted })}>{t('notice.clear')}</button>
        </div>
      )}
    </li>
  );
}

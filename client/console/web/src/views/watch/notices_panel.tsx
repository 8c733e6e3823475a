// What seafarers are told: the notices in force, and on request those that were; issued, updated and ended by a liaison officer.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import type { PostedNotice } from '~/gen/lightship/v1/notice_pb';
import { mayAct, officer } from '~/state/desk';
import { shownEvents } from '~/state/feed';
import { exerciseStatuses, noticesFor } from '~/state/notice_board';
import { exercises } from '~/state/settings';
import { Failure } from '~/ui/failure';
import { useAnswer } from '~/ui/use_answer';
import { useNow } from '~/ui/use_now';
import { NoticeCard } from './notice_card';
import { NoticeForm, type NoticeTask } from './notice_form';

const countEveryMs = 15_000;
const askEveryMs = 60_000;

const newestNotice = () => shownEvents.value.find((event) => event.about === 'notice')?.cameAt ?? '';

export function Notices(): JSX.Element {
  const now = useNow(countEveryMs);
  const [all, setAll] = useState(false);
  const [task, setTask] = useState<NoticeTask | null>(null);
  const statuses = exercises.value === 'on' ? [ExerciseStatus.ACTUAL, ...exerciseStatuses] : [ExerciseStatus.ACTUAL];
  const answer = useAnswer((signal) => noticesFor({ all, exerciseStatuses: statuses }, signal),
    [all, exercises.value, newestNotice(), Math.floor(now / askEveryMs)]);
  const may = mayAct('liaison');
  const tasksOf = (notice: PostedNotice) => (may && notice.economy === officer.value?.economy ? setTask : undefined);
  const done = () => {
    setTask(null);
    answer.again();
  };
  return (
    <section class="panel" aria-labelledby="notices-title">
      <header>
        <h2 id="notices-title">{t('notice.title')}</h2>
        {may && <button type="button" class="button primary push" onClick={() => setTask({ what: 'issue' })}>{t('notice.issue')}</button>}
      </header>
      <div class="body stack">
        {answer.error !== undefined && <Failure error={answer.error} again={answer.again} />}
        {answer.value?.length === 0 && <p class="muted">{t(all ? 'notice.none' : 'notice.noneInForce')}</p>}
        {!answer.value && answer.asking && <p class="muted">{t('common.loading')}</p>}
        <ul class="watch-notices">{answer.value?.map((notice) => <NoticeCard key={notice.address} posted={notice} now={now} act={tasksOf(notice)} />)}</ul>
        <button type="button" class="button quiet watch-notice-more" aria-pressed={all} onClick={() => setAll(!all)}>{t(all ? 'notice.fewer' : 'notice.all')}</button>
      </div>
      {task && <NoticeForm task={task} close={() => setTask(null)} done={done} />}
    </section>
  );
}

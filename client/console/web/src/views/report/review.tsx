// The last look: everything as it was understood, who will see it, what will be signed and by whom.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ReportContent } from '~/gen/lightship/console/v1/desk_pb';
import { ExerciseStatus, ExerciseStatusSchema, TlpSchema } from '~/gen/lightship/v1/statement_pb';
import { t } from '~/i18n/catalogue';
import { economyName, enumName } from '~/i18n/names';
import { nodeAnswers, officer } from '~/state/desk';
import { audienceText } from './audiences';
import { isChanged } from './changed';
import { drafted, form, said, stage } from './desk_form';
import { EconomiesMatrix } from './economies_matrix';
import { changedPaths } from './fields/all';
import { narrowable } from './handling';
import type { FieldName } from './problems';
import { summary } from './summary';
import { NameHint } from './what';

function report(): ReportContent | undefined {
  const content = drafted.value?.draft.content;
  return content?.case === 'report' ? content.value : undefined;
}

function isMarked(field: FieldName): boolean {
  const { beginning, account } = form.value;
  if (field === 'time' && report()?.facts?.correctedFields.includes('facts.occurred')) return true;
  return beginning !== undefined && isChanged(field, beginning.known, account);
}

function Lines({ onEdit }: { onEdit: (field: FieldName) => void }): JSX.Element {
  return (
    <dl class="report-summary">
      {summary(form.value.account, said.value).map(({ field, also = [], label, text, doubts = [] }) => (
        <div key={field}>
          <dt>{label}{[field, ...also].some(isMarked) && <span class="tag warn report-changed">{t('report.changed')}</span>}</dt>
          <dd>
            <div>
              <span class="report-words">{text}</span>
              {doubts.map((doubt) => <span key={doubt} class="doubt">{doubt}</span>)}
            </div>
            <button type="button" class="button quiet" onClick={() => onEdit(field)}>
              {t('report.review.edit')}<span class="only-heard">{label}</span>
            </button>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function HandlingLines(): JSX.Element {
  const { handling, files } = form.value;
  const people = report()?.people !== undefined;
  const parts = narrowable.filter((part) => handling[part] !== '' && handling[part] !== handling.audience && (part !== 'people' || people));
  return (
    <ul class="report-handling">
      <li>{t('report.review.to', { audience: audienceText(handling.audience), tlp: enumName(TlpSchema, handling.tlp) })}</li>
      {parts.map((part) => <li key={part}>{t(`report.review.only.${part}`, { audience: audienceText(handling[part]) })}</li>)}
      {handling.retainUntil && <li>{t('report.review.until', { day: handling.retainUntil })}</li>}
      {files.length > 0 && <li>{t('report.review.files', { count: files.length })}</li>}
    </ul>
  );
}

function Corrections(): JSX.Element | null {
  const { beginning, account } = form.value;
  if (beginning?.how !== 'amends') return null;
  const changed = changedPaths(beginning.known, account).length > 0;
  return <p class={`note ${changed ? '' : 'warn'}`}>{t(changed ? 'report.review.amends' : 'report.review.nothingChanged', { address: beginning.address })}</p>;
}

export function Signature(): JSX.Element {
  const who = officer.value!;
  const { exercise, agency } = form.value.handling;
  return (
    <div class="note report-signature">
      <p>{t('report.review.signed', { economy: economyName(who.economy), identity: who.identity })}</p>
      {agency && <p>{t('report.review.agency', { agency })}</p>}
      <p class="muted">{t('report.review.forEver')}</p>
      {exercise !== ExerciseStatus.ACTUAL && <p><strong>{t('report.review.marked', { mark: enumName(ExerciseStatusSchema, exercise) })}</strong></p>}
      {nodeAnswers.value === false && <p class="doubt">{t('report.review.waits')}</p>}
    </div>
  );
}

export function Review({ onEdit }: { onEdit: (field: FieldName) => void }): JSX.Element {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <div class="report-columns">
      <section class="panel" aria-labelledby="report-review">
        <header>
          <h2 id="report-review" ref={title} tabIndex={-1}>{t('report.review.title')}</h2>
          <button type="button" class="button push" onClick={() => (stage.value = 'writing')}>{t('report.review.back')}</button>
        </header>
        <div class="body stack">
          <Corrections />
          <Lines onEdit={onEdit} />
          <NameHint field="place" />
          <NameHint field="narrative" />
        </div>
      </section>
      <aside class="report-side stack">
        <section class="panel body stack" aria-labelledby="report-review-who">
          <h2 id="report-review-who">{t('report.who')}</h2>
          <HandlingLines />
          <EconomiesMatrix />
        </section>
        <Signature />
      </aside>
    </div>
  );
}

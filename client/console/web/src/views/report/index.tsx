// The report form: write, look once more, sign and send.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ExerciseStatus, ExerciseStatusSchema } from '~/gen/lightship/v1/statement_pb';
import { ReportKind, ReportKindSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { enumName } from '~/i18n/names';
import { mayAct, nodeAnswers } from '~/state/desk';
import { Failure } from '~/ui/failure';
import { usePageKeys } from '~/ui/use_page_keys';
import { ActionBar } from './action_bar';
import { Attachments } from './attachments';
import { AudiencePanel } from './audience_panel';
import { RadioChips } from './chips';
import { changeAccount, changeHandling, form, problems, send, stage, toReview } from './desk_form';
import { formTitle } from './draft_title';
import { DraftsBar } from './drafts_bar';
import { Field, idOf } from './field';
import { useKeeping } from './keeping';
import { CannotBegin } from './known';
import { MoreFields } from './more_fields';
import { useOpening } from './opening';
import type { FieldName } from './problems';
import { Review } from './review';
import { Sent } from './sent';
import { Ships } from './ship_fields';
import { NameHint, Story, What } from './what';
import { WhereAndWhen } from './where_when';
import './report.css';

const kinds = [ReportKind.INITIAL_ALERT, ReportKind.FOLLOW_UP, ReportKind.POST_INCIDENT, ReportKind.SUSPICIOUS_SIGHTING];
const exercises = [ExerciseStatus.ACTUAL, ExerciseStatus.EXERCISE, ExerciseStatus.TEST];

function focusField(field: FieldName): void {
  const element = document.getElementById(idOf(field));
  element?.closest('details')?.setAttribute('open', '');
  element?.scrollIntoView({ block: 'center' });
  const inner = element?.matches('fieldset') ? element.querySelector<HTMLElement>('input:checked, input') : element;
  inner?.focus();
}

function Kind(): JSX.Element {
  const { account, handling } = form.value;
  const shown = kinds.includes(account.kind) ? kinds : [...kinds, account.kind];
  return (
    <section class="report-kind" aria-label={t('report.kind')}>
      <Field name="kind" label={t('report.kind')} group>
        <RadioChips choices={shown.map((number) => ({ number, name: enumName(ReportKindSchema, number) }))} value={account.kind}
                    onChoice={(kind) => changeAccount({ kind })} />
      </Field>
      <Field name="handling.exercise" label={t('report.exercise')} group>
        <RadioChips choices={exercises.map((number) => ({ number, name: enumName(ExerciseStatusSchema, number) }))} value={handling.exercise}
                    onChoice={(exercise) => changeHandling({ exercise })} />
      </Field>
    </section>
  );
}

function Writing(): JSX.Element {
  return (
    <div class="report-columns">
      <div class="stack">
        <WhereAndWhen />
        <NameHint field="place" />
        <What />
        <Ships />
        <Story />
        <MoreFields />
        <Attachments />
      </div>
      <aside class="report-side"><AudiencePanel /></aside>
    </div>
  );
}

function Watermark(): JSX.Element | null {
  const { exercise } = form.value.handling;
  if (exercise === ExerciseStatus.ACTUAL) return null;
  return <div class="report-watermark" aria-hidden="true" data-mark={enumName(ExerciseStatusSchema, exercise)} />;
}

// One step at a time: a second press while the first is under way does nothing.
function useSteps() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const step = async (work: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (reason) {
      setError(reason);
    } finally {
      setBusy(false);
    }
  };
  const forward = () => step(async () => {
    await (stage.peek() === 'review' ? send() : toReview());
    if (stage.peek() === 'writing' && problems.peek().length > 0) focusField(problems.peek()[0].field);
  });
  return { busy, error, forward };
}

export default function View(): JSX.Element {
  const { busy, error, forward } = useSteps();
  const opening = useOpening();
  useKeeping();
  usePageKeys((event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || stage.peek() === 'sent') return;
    event.preventDefault();
    void forward();
  });
  const edit = (field: FieldName) => {
    stage.value = 'writing';
    requestAnimationFrame(() => focusField(field));
  };
  const at = stage.value;
  return (
    <div class="report">
      <Watermark />
      <div class="page">
        <div class="report-head">
          <h1>{formTitle(form.value)}</h1>
          {at === 'writing' && <Kind />}
        </div>
        {!mayAct('submitter') && <p class="note warn">{t('report.noRole')}</p>}
        {nodeAnswers.value === false && at !== 'sent' && <p class="note warn" role="status">{t('report.offline')}</p>}
        {opening.error instanceof CannotBegin ? <p class="note alert" role="alert">{t('report.cannotBegin')}</p>
          : opening.error ? <Failure error={opening.error} again={opening.again} /> : null}
        {at === 'writing' && <DraftsBar />}
        {at === 'writing' && <Writing />}
        {at === 'review' && <Review onEdit={edit} />}
        {at === 'sent' && <Sent />}
      </div>
      {at !== 'sent' && <ActionBar busy={busy} error={error} forward={() => void forward()} focus={focusField} />}
    </div>
  );
}

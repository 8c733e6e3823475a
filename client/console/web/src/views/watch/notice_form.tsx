// Issues a notice, or updates or ends one of one's own economy.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { incidents } from '~/api/clients';
import { t } from '~/i18n/catalogue';
import { language } from '~/i18n/language';
import { languageNames, languages } from '~/i18n/languages';
import { enumName } from '~/i18n/names';
import type { Draft } from '~/gen/lightship/console/v1/desk_pb';
import type { PostedNotice } from '~/gen/lightship/v1/notice_pb';
import type { Position } from '~/gen/lightship/v1/report_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { NoticeLevel, NoticeLevelSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { officer } from '~/state/desk';
import { manifestAt } from '~/state/manifest';
import { exerciseStatuses, noticesFor } from '~/state/notice_board';
import { Dialog } from '~/ui/dialog';
import { PositionField } from '~/ui/position_field';
import { SendingOutcome, useSending } from '~/ui/use_sending';
import { draftNotice, type Lasts, type NoticeEntry } from './notice_draft';

export type NoticeTask = { what: 'issue' } | { what: 'update' | 'clear'; former: PostedNotice };

// Hours, as choices of a list; 'kept': as before, 0: until further notice.
const lastsChoices = ['6', '12', '24', '48', '72', '0'];
const kept = 'kept';

interface Typed {
  level: NoticeLevel;
  text: string;
  areaText: string;
  place: string;
  position?: Position;
  radius: string;
  lasts: string;
  exercise: boolean;
  language: string;
  incident: string;
}

function levelOf(task: NoticeTask): NoticeLevel {
  if (task.what === 'issue') return NoticeLevel.WARNING;
  return task.what === 'update' ? NoticeLevel.UPDATE : NoticeLevel.ALL_CLEAR;
}

function begun(task: NoticeTask): Typed {
  const former = task.what === 'issue' ? undefined : task.former.notice;
  return {
    level: levelOf(task), text: task.what === 'clear' ? t('notice.form.clearText') : former?.text ?? '', areaText: '', place: '', radius: '',
    lasts: task.what === 'issue' ? '24' : kept, exercise: false, incident: '',
    // The text of an all clear is proposed in the officer's language; seafarers read English.
    language: task.what === 'clear' ? language.peek() : former?.language || 'en',
  };
}

async function subjectOf(address: string): Promise<Uint8Array | undefined> {
  if (address.trim() === '') return undefined;
  const { summary } = await incidents.getIncident({ incident: { name: { case: 'address', value: address.trim().toUpperCase() } } });
  return summary?.incidentId;
}

async function draftFrom(typed: Typed, task: NoticeTask): Promise<Draft> {
  const economy = officer.peek()!.economy;
  const posted = task.what === 'issue' ? undefined : task.former;
  const exercise = posted ? posted.exerciseStatus !== ExerciseStatus.ACTUAL : typed.exercise;
  const [issued, manifest, subject] = await Promise.all([
    noticesFor({ all: true, economies: [economy], exerciseStatuses: exercise ? exerciseStatuses : [ExerciseStatus.ACTUAL] }),
    posted && manifestAt(posted.address),
    subjectOf(typed.incident),
  ]);
  const lasts: Lasts = typed.lasts === kept ? undefined : Number(typed.lasts);
  const entry: NoticeEntry = { ...typed, radiusNm: typed.radius === '' ? undefined : Number(typed.radius), lasts, exercise, subject };
  const random = crypto.getRandomValues(new Uint8Array(4));
  const draft = draftNotice(entry, { economy, issued, now: new Date(), random, former: posted && { posted, manifest: manifest! } });
  if (!draft) throw new Error(t('notice.form.noNumber'));
  return draft;
}

interface FieldsProps {
  typed: Typed;
  change: (part: Partial<Typed>) => void;
}

function NewFields({ typed, change }: FieldsProps): JSX.Element {
  return (
    <>
      <fieldset class="row watch-notice-levels">
        <legend class="only-heard">{t('notice.form.level')}</legend>
        {[NoticeLevel.WARNING, NoticeLevel.ADVISORY].map((level) => (
          <label key={level} class="row"><input type="radio" name="level" checked={typed.level === level} onChange={() => change({ level })} />{enumName(NoticeLevelSchema, level)}</label>
        ))}
        <label class="row push"><input type="checkbox" checked={typed.exercise} onChange={(e) => change({ exercise: e.currentTarget.checked })} />{t('notice.form.exercise')}</label>
      </fieldset>
      <div class="field"><label for="notice-incident">{t('notice.form.incident')}</label>
        <input id="notice-incident" value={typed.incident} placeholder="SG/1234" onInput={(e) => change({ incident: e.currentTarget.value })} /></div>
    </>
  );
}

function PlaceFields({ typed, change }: FieldsProps): JSX.Element {
  return (
    <>
      <div class="watch-notice-place">
        <PositionField label={t('notice.form.position')} text={typed.place} onText={(place) => change({ place })} onPosition={(position) => change({ position })} />
        <div class="field"><label for="notice-radius">{t('notice.form.radius')}</label>
          <input id="notice-radius" type="number" min="0" max="10800" step="any" value={typed.radius} onInput={(e) => change({ radius: e.currentTarget.value })} /></div>
      </div>
      <div class="field"><label for="notice-area">{t('notice.form.area')}</label>
        <input id="notice-area" value={typed.areaText} onInput={(e) => change({ areaText: e.currentTarget.value })} /></div>
    </>
  );
}

function lastsText(choice: string): string {
  if (choice === kept) return t('notice.form.lasts.kept');
  return choice === '0' ? t('notice.form.lasts.open') : t('notice.form.lasts.hours', { count: Number(choice) });
}

// A notice may be in a language that the console itself does not speak.
function LanguageField({ typed, change }: FieldsProps): JSX.Element {
  const names: Record<string, string> = languageNames;
  return (
    <div class="field"><label for="notice-language">{t('notice.form.language')}</label>
      <select id="notice-language" value={typed.language} onChange={(e) => change({ language: e.currentTarget.value })}>
        {[...new Set([...languages, typed.language])].map((one) => <option key={one} value={one}>{names[one] ?? one}</option>)}
      </select></div>
  );
}

function TextFields({ typed, change, task }: FieldsProps & { task: NoticeTask }): JSX.Element {
  return (
    <>
      {task.what !== 'clear' && (
        <div class="field"><label for="notice-lasts">{t('notice.form.lasts')}</label>
          <select id="notice-lasts" value={typed.lasts} onChange={(e) => change({ lasts: e.currentTarget.value })}>
            {(task.what === 'update' ? [kept, ...lastsChoices] : lastsChoices).map((choice) => <option key={choice} value={choice}>{lastsText(choice)}</option>)}
          </select></div>
      )}
      <div class="field"><label for="notice-text">{t('notice.form.text')}</label>
        <textarea id="notice-text" required value={typed.text} onInput={(e) => change({ text: e.currentTarget.value })} /></div>
      <LanguageField typed={typed} change={change} />
    </>
  );
}

function Former({ task }: { task: NoticeTask }): JSX.Element | null {
  if (task.what === 'issue') return null;
  const { title, address } = task.former;
  return <p class="note">{t(task.what === 'update' ? 'notice.form.replaces' : 'notice.form.ends', { title, address })} {t('notice.form.placeKept')}</p>;
}

export function NoticeForm({ task, close, done }: { task: NoticeTask; close: () => void; done: () => void }): JSX.Element {
  const [typed, setTyped] = useState<Typed>(() => begun(task));
  const sending = useSending();
  const change = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  const submit = (event: Event) => {
    event.preventDefault();
    sending.send(() => draftFrom(typed, task), typed);
  };
  const saysWhere = task.what !== 'issue' || typed.position !== undefined || typed.areaText !== '' || typed.incident !== '';
  const understood = typed.place.trim() === '' || typed.position !== undefined;
  return (
    <Dialog title={t(`notice.form.${task.what}`)} close={sending.sent ? done : close}>
      <form class="stack watch-notice-form" onSubmit={submit}>
        <Former task={task} />
        {typed.exercise && <p class="exercise-mark">{t('watch.exercise.mark')}</p>}
        {task.what === 'issue' && <NewFields typed={typed} change={change} />}
        {task.what !== 'clear' && <PlaceFields typed={typed} change={change} />}
        <TextFields typed={typed} change={change} task={task} />
        {!saysWhere && <p class="small muted">{t('notice.form.where')}</p>}
        <SendingOutcome sending={sending} />
        <div class="row">
          {!sending.sent && <button type="submit" class="button primary" disabled={sending.busy || !saysWhere || !understood || typed.text === ''}>{t(sending.busy ? 'sending.busy' : 'sending.send')}</button>}
          <button type="button" class="button" onClick={sending.sent ? done : close}>{t(sending.sent ? 'common.close' : 'common.cancel')}</button>
        </div>
      </form>
    </Dialog>
  );
}

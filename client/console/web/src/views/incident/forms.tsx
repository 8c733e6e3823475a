// Remarking, confirming, responding.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { CoastalActionSchema, VerificationSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { language } from '~/i18n/language';
import { drawnOn } from '~/state/drawn';
import { useUnderstood } from '~/ui/use_understood';
import type { FormProps } from './act_dialog';
import * as drafts from './drafts';
import { Code, Text } from './inputs';
import { Say } from './say';
import { echoOf, momentFault } from './understood';

export interface NamedProps extends FormProps {
  named: IncidentStatement;
}

export function CommentForm({ page, close, named, about }: NamedProps & { about?: IncidentStatement }): JSX.Element {
  const [text, setText] = useState('');
  const title = about ? t('incident.act.answerTo', { address: about.address }) : t('incident.act.comment');
  return (
    <Say title={title} named={about ?? named} drawn={[drawnOn(about ?? named)]} close={close} sent={page.again}
         content={() => drafts.comment(text.trim(), language.peek(), about?.statementId)}>
      {about?.comment && <blockquote class="incident-prose">{about.comment.text}</blockquote>}
      <Text label={t('incident.form.remark')} value={text} change={setText} required long />
    </Say>
  );
}

export function ConfirmForm({ page, close, named }: NamedProps): JSX.Element {
  const [state, setState] = useState(0);
  const [basis, setBasis] = useState('');
  return (
    <Say title={t('incident.act.confirm')} named={named} drawn={[drawnOn(named)]} close={close} sent={page.again}
         content={() => drafts.verification(state, basis.trim())}>
      <Code label={t('incident.form.confirmed')} schema={VerificationSchema} value={state} change={setState} />
      <Text label={t('incident.form.checked')} value={basis} change={setBasis} hint={t('incident.form.checkedHint')} long />
    </Say>
  );
}

export function RespondForm({ page, close, named }: NamedProps): JSX.Element {
  const [action, setAction] = useState(0);
  const [typedAt, setTypedAt] = useState('');
  const [organisation, setOrganisation] = useState('');
  const [text, setText] = useState('');
  const { settled, answer, error } = useUnderstood('time', typedAt);
  const wrong = error || (answer ? momentFault(answer.time) : '');
  const content = () => drafts.response({ action, at: answer?.time?.start, organisation: organisation.trim(), text: text.trim() });
  return (
    <Say title={t('incident.act.respond')} named={named} drawn={[drawnOn(named)]} close={close} sent={page.again} content={content}
         ready={settled && wrong === ''}>
      <Code label={t('incident.form.action')} schema={CoastalActionSchema} value={action} change={setAction} />
      <Text label={t('incident.form.at')} value={typedAt} change={setTypedAt} hint={echoOf(answer) || t('incident.form.atHint')} wrong={wrong} />
      <Text label={t('incident.form.organisation')} value={organisation} change={setOrganisation} />
      <Text label={t('incident.form.words')} value={text} change={setText} long />
    </Say>
  );
}

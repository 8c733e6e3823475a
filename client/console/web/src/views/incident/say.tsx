// The frame of every form here: what will be said, who may know it, signing and sending, and what became of it.
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { desk, node } from '~/api/clients';
import type { SendResponse } from '~/gen/lightship/console/v1/desk_pb';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import type { Manifest, Tlp } from '~/gen/lightship/v1/statement_pb';
import { t } from '~/i18n/catalogue';
import { Failure } from '~/ui/failure';
import { useAnswer } from '~/ui/use_answer';
import type { Content } from './drafts';
import { handlingOf, manifestAbout, type Drawn } from './handling';
import { Holders } from './holders';
import { audienceText } from './withheld';

interface Props {
  title: string;
  // Statements that it names or takes values from: who may not know these must not be told of it.
  drawn: Drawn[];
  named: IncidentStatement;
  // Undefined: something is missing, as a text says.
  content: () => Content | Promise<Content>;
  // Another manifest than that of what is said about an incident.
  manifest?: (audience: string, tlp: Tlp) => Manifest;
  // No choice of audience: it follows from what is done.
  fixedAudience?: boolean;
  sendLabel?: string;
  close: () => void;
  sent: () => void;
  children?: ComponentChildren;
}

function AudienceChoice({ value, change }: { value: string; change: (audience: string) => void }): JSX.Element {
  const { value: known } = useAnswer((signal) => node.listAudiences({}, { signal }), []);
  const named = known?.audiences.map(({ name, economies }) => ({ name, text: `${name} (${economies.join(', ')})` })) ?? [];
  const missing = value !== '' && value !== 'own' && value !== 'all' && !named.some(({ name }) => name === value);
  return (
    <div class="field">
      <label for="say-audience">{t('incident.whoMayKnow')}</label>
      <select id="say-audience" required value={value} onChange={(event) => change(event.currentTarget.value)}>
        {value === '' && <option value="">{t('incident.choose')}</option>}
        <option value="own">{audienceText('own')}</option>
        {missing && <option value={value}>{value}</option>}
        {named.map(({ name, text }) => <option key={name} value={name}>{text}</option>)}
        <option value="all">{audienceText('all')}</option>
      </select>
      <span class="hint">{t('incident.whoMayKnowHint')}</span>
    </div>
  );
}

function Outcome({ answer, close }: { answer: SendResponse; close: () => void }): JSX.Element {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <div class="stack" role="status">
      {answer.receipt
        ? <p class="note ok"><strong>{t('incident.sent', { address: answer.receipt.address })}</strong> <Holders holding={answer.receipt} /></p>
        : <p class="note warn"><strong>{t('incident.waitsHere')}</strong> {answer.waitsBecause}</p>}
      <div class="row"><button ref={ref} class="button primary push" type="button" onClick={close}>{t('common.close')}</button></div>
    </div>
  );
}

export function Say(props: Props): JSX.Element {
  const { title, drawn, named, close } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const handling = handlingOf(drawn);
  const [chosen, setChosen] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(undefined);
  const [answer, setAnswer] = useState<SendResponse | null>(null);
  const audience = chosen ?? handling.audience ?? '';
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  const send = async (event: Event) => {
    event.preventDefault();
    setSending(true);
    setError(undefined);
    try {
      const manifest = props.manifest?.(audience, handling.tlp) ?? manifestAbout(named, audience, handling.tlp);
      setAnswer(await desk.send({ draft: { content: await props.content(), manifest } }));
      props.sent();
    } catch (failure) {
      setError(failure);
    } finally {
      setSending(false);
    }
  };
  return (
    <dialog ref={dialog} class="incident-dialog" aria-labelledby="say-title" onClose={close}>
      <h2 id="say-title">{title}</h2>
      {answer ? <Outcome answer={answer} close={close} /> : (
        <form class="stack" onSubmit={(event) => void send(event)}>
          {props.children}
          {!props.fixedAudience && <AudienceChoice value={audience} change={setChosen} />}
          {error !== undefined && <Failure error={error} />}
          <div class="row">
            <button class="button push" type="button" onClick={close}>{t('common.cancel')}</button>
            <button class="button primary" type="submit" disabled={sending}>{props.sendLabel ?? t('incident.signAndSend')}</button>
          </div>
        </form>
      )}
    </dialog>
  );
}

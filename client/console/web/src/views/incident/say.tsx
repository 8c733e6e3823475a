// The frame of every form here: what will be said, who may know it, signing and sending, and what became of it.
import { create } from '@bufbuild/protobuf';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { node } from '~/api/clients';
import { DraftSchema } from '~/gen/lightship/console/v1/desk_pb';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import type { Manifest, Tlp } from '~/gen/lightship/v1/statement_pb';
import { t } from '~/i18n/catalogue';
import { handlingOf, type Drawn } from '~/state/drawn';
import { Dialog } from '~/ui/dialog';
import { useAnswer } from '~/ui/use_answer';
import { SendingOutcome, useSending } from '~/ui/use_sending';
import type { Content } from './drafts';
import { manifestAbout } from './handling';
import { Choice } from './inputs';
import { audienceText } from './withheld';

interface Props {
  title: string;
  // Statements that it names or takes values from: who may not know these must not be told of it.
  drawn: Drawn[];
  named: IncidentStatement;
  // Undefined: something typed is not right, as the form says itself.
  content: () => Content | undefined | Promise<Content | undefined>;
  // Another manifest than that of what is said about an incident; then nobody chooses an audience.
  manifest?: (tlp: Tlp) => Manifest;
  // False: what was typed has not been understood, or is not right.
  ready?: boolean;
  sendLabel?: string;
  close: () => void;
  sent: () => void;
  children?: ComponentChildren;
}

interface AudienceProps {
  label: string;
  value: string;
  change: (audience: string) => void;
  // Of "own" and "all", those that may be chosen.
  builtIn: ('own' | 'all')[];
  hint?: string;
}

export function AudienceChoice({ label, value, change, builtIn, hint }: AudienceProps): JSX.Element {
  const { value: known } = useAnswer((signal) => node.listAudiences({}, { signal }), []);
  const named = known?.audiences.map(({ name, economies }) => ({ name, text: `${name} (${economies.join(', ')})` })) ?? [];
  // The audience proposed may be one that is not known here, or not yet.
  const proposed = [...builtIn, '', ...named.map(({ name }) => name)].includes(value) ? [] : [{ name: value, text: audienceText(value) }];
  return (
    <Choice label={label} value={value} change={change} hint={hint}>
      {[...builtIn.map((name) => ({ name, text: audienceText(name) })), ...proposed, ...named].map(({ name, text }) => (
        <option key={name} value={name}>{text}</option>
      ))}
    </Choice>
  );
}

export function Say(props: Props): JSX.Element {
  const { title, named, close } = props;
  const handling = handlingOf(props.drawn);
  const [chosen, setChosen] = useState<string | null>(null);
  const sending = useSending();
  const audience = chosen ?? handling.audience ?? '';
  useEffect(() => {
    if (sending.sent) props.sent();
  }, [sending.sent]);
  const submit = (event: Event) => {
    event.preventDefault();
    if (props.ready === false) return;
    const manifest = props.manifest?.(handling.tlp) ?? manifestAbout(named, audience, handling.tlp);
    sending.send(async () => {
      const content = await props.content();
      return content && create(DraftSchema, { content, manifest });
    });
  };
  return (
    <Dialog title={title} close={close}>
      <form class="stack incident-say" onSubmit={submit}>
        {!sending.sent && props.children}
        {!sending.sent && !props.manifest && (
          <AudienceChoice label={t('incident.whoMayKnow')} value={audience} change={setChosen} builtIn={['own', 'all']} hint={t('incident.whoMayKnowHint')} />
        )}
        <SendingOutcome sending={sending} />
        <div class="row">
          <button class="button push" type="button" onClick={close}>{t(sending.sent ? 'common.close' : 'common.cancel')}</button>
          {!sending.sent && <button class="button primary" type="submit" disabled={sending.busy || props.ready === false}>{props.sendLabel ?? t('incident.signAndSend')}</button>}
        </div>
      </form>
    </Dialog>
  );
}

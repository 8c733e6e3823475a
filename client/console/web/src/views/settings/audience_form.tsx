// A named audience, or a new version of one: administrators define who belongs to it.
import { create } from '@bufbuild/protobuf';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { node } from '~/api/clients';
import { DraftSchema } from '~/gen/lightship/console/v1/desk_pb';
import { ExerciseStatus, Tlp } from '~/gen/lightship/v1/statement_pb';
import { t } from '~/i18n/catalogue';
import { economyName } from '~/i18n/names';
import { officer } from '~/state/desk';
import { Failure } from '~/ui/failure';
import { useAnswer } from '~/ui/use_answer';
import { SendingOutcome, useSending } from '~/ui/use_sending';
import { latestOf } from './audience_version';
import { Section } from './section';

export function AudienceForm(): JSX.Element {
  const { economy } = officer.value!;
  const listed = useAnswer((signal) => node.listAudiences({}, { signal }), []);
  const sending = useSending();
  const [name, setName] = useState('');
  const [members, setMembers] = useState<string[]>([]);
  const latest = latestOf(listed.value?.audiences ?? [], economy, name);
  useEffect(() => { if (latest) setMembers(latest.economies.filter((one) => one !== economy)); }, [latest?.name]);
  useEffect(() => { if (sending.sent) listed.again(); }, [sending.sent]);
  const version = (latest?.version ?? 0) + 1;
  const define = (event: Event) => {
    event.preventDefault();
    sending.send(async () => create(DraftSchema, {
      content: { case: 'audience', value: { name, version, economies: members } },
      manifest: { audience: 'all', tlp: Tlp.GREEN, exerciseStatus: ExerciseStatus.ACTUAL },
    }));
  };
  const others = (listed.value?.members ?? []).filter((one) => one !== economy);
  const choose = (code: string, on: boolean) => setMembers(on ? [...members, code] : members.filter((one) => one !== code));
  return (
    <Section title={t('settings.audience')}>
      <p class="small muted">{t('settings.audience.text')}</p>
      {listed.error !== undefined && <Failure error={listed.error} again={listed.again} />}
      <form class="stack" onSubmit={define}>
        <div class="field">
          <label for="settings-audience">{t('settings.audience.name')}</label>
          <input id="settings-audience" value={name} required pattern="[a-z0-9-]{1,40}" autocomplete="off" onInput={(event) => setName(event.currentTarget.value.trim())} />
          <span class="hint">{name && t(latest ? 'settings.audience.next' : 'settings.audience.first', { name: `${economy}/${name}@${version}` })}</span>
        </div>
        <fieldset class="settings-choice settings-members">
          <legend>{t('settings.audience.members', { economy: economyName(economy) })}</legend>
          {others.map((code) => (
            <label key={code} class="row">
              <input type="checkbox" checked={members.includes(code)} onChange={(event) => choose(code, event.currentTarget.checked)} />
              {economyName(code)}
            </label>
          ))}
        </fieldset>
        <div><button type="submit" class="button primary" disabled={sending.busy || name === ''}>{t('settings.audience.define')}</button></div>
        <SendingOutcome sending={sending} />
      </form>
    </Section>
  );
}

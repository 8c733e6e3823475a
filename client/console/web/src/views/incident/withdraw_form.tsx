// Taking back, releasing, narrowing and erasing what one's economy has said; with what it does and what nobody can promise.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { EraseReasonSchema, RetractReasonSchema } from '~/gen/lightship/v1/claims_pb';
import type { GetIncidentResponse, IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { t } from '~/i18n/catalogue';
import { mayAct } from '~/state/desk';
import * as drafts from './drafts';
import type { NamedProps } from './forms';
import { withdrawalManifest, type WithdrawalAct } from './handling';
import { Choice, Code, Text } from './inputs';
import { rolesFor } from './page';
import { idOf } from './reports';
import { AudienceChoice, Say } from './say';
import { audienceText, partText } from './withheld';

const acts: WithdrawalAct[] = ['retract', 'release', 'narrow', 'erase'];
const allParts = 'all parts';

function isReleased(incident: GetIncidentResponse, target: IncidentStatement): boolean {
  return incident.statements.some(({ withdrawal }) =>
    withdrawal?.action.case === 'release' && idOf(withdrawal.target) === idOf(target.statementId));
}

export function WithdrawForm({ page, close, target }: NamedProps & { target: IncidentStatement }): JSX.Element {
  const may = acts.filter((act) => mayAct(...(act === 'retract' ? rolesFor.retract : rolesFor.dispose)));
  const [act, setAct] = useState<WithdrawalAct>(may[0] ?? 'retract');
  const [audience, setAudience] = useState('');
  const [part, setPart] = useState(allParts);
  const [retractReason, setRetractReason] = useState(0);
  const [eraseReason, setEraseReason] = useState(0);
  const [text, setText] = useState('');
  const [understood, setUnderstood] = useState(false);
  const parts = target.manifest?.parts.map(({ name }) => name) ?? [];
  const partNames = part === allParts ? [] : [part];
  const values = {
    address: target.address, parts: part === allParts ? t('incident.allParts') : partText(part), audience: audienceText(audience),
  };
  return (
    <Say title={t('incident.act.withdrawOf', { address: target.address })} named={target} drawn={[]} close={close} sent={page.again}
         sendLabel={t(`incident.do.${act}`)}
         manifest={() => withdrawalManifest(target, act, audience, isReleased(page.incident, target))}
         content={() => drafts.withdrawal(target, { act, audience, partNames, retractReason, eraseReason, text: text.trim() })}>
      <Choice label={t('incident.form.what')} value={act} change={(value) => setAct(value as WithdrawalAct)}
              hint={may.length < acts.length ? t('incident.form.administratorOnly') : undefined}>
        {acts.map((one) => <option key={one} value={one} disabled={!may.includes(one)}>{t(`incident.do.${one}`)}</option>)}
      </Choice>
      {act !== 'retract' && parts.length > 1 && (
        <Choice label={t('incident.form.parts')} value={part} change={setPart}>
          <option value={allParts}>{t('incident.allParts')}</option>
          {parts.map((name) => <option key={name} value={name}>{partText(name)}</option>)}
        </Choice>
      )}
      {(act === 'release' || act === 'narrow') && (
        <AudienceChoice label={t(`incident.form.audience.${act}`)} value={audience} change={setAudience} builtIn={[act === 'release' ? 'all' : 'own']} />
      )}
      {act === 'retract' && <Code label={t('incident.form.reason')} schema={RetractReasonSchema} value={retractReason} change={setRetractReason} />}
      {act === 'retract' && <Text label={t('incident.form.words')} value={text} change={setText} />}
      {act === 'erase' && <Code label={t('incident.form.reason')} schema={EraseReasonSchema} value={eraseReason} change={setEraseReason} />}
      <p class="note warn">{t(`incident.promise.${act}`, values)}</p>
      <label class="row"><input type="checkbox" required checked={understood} onChange={(event) => setUnderstood(event.currentTarget.checked)} />
        {t('incident.form.understood')}</label>
    </Say>
  );
}

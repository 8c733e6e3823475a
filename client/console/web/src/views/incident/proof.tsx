// The proof of a statement: who signed it, where it stands, who holds it since when; checked here, against the roots pinned at
// this desk and nothing else.
import type { JSX } from 'preact';
import { receipts } from '~/api/clients';
import { EntrySchema } from '~/gen/lightship/v1/log_pb';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import type { GetReceiptResponse } from '~/gen/lightship/v1/submission_pb';
import { t } from '~/i18n/catalogue';
import { listText, timeText } from '~/i18n/format';
import { economyName } from '~/i18n/names';
import { readProofFile } from '~/proof/checkpoint';
import { readMessage } from '~/proof/entry';
import { cosignedAt } from '~/proof/note';
import { receivedFile } from '~/proof/received';
import type { StepResult, Verdict } from '~/proof/verify';
import { base64, bytesOf, hex } from '~/proof/bytes';
import { leafHash } from '~/proof/tree';
import { route, setParams } from '~/state/route';
import { Failure } from '~/ui/failure';
import { useAnswer, useDeskAnswer } from '~/ui/use_answer';
import type { Page } from './page';
import { leadingReport } from './reports';
import { useCheck } from './use_check';
import { partText } from './withheld';

interface Told {
  keyIds: string[];
  origin: string;
  leaf: string;
  size: string;
  root: string;
  holders: { economy: string; since: bigint }[];
}

// What the receipt says, before anybody has checked it.
async function tell({ receipt, file }: GetReceiptResponse): Promise<Told> {
  const { checkpoint } = readProofFile(receipt!.tlogProof);
  const entry = readMessage(EntrySchema, file!.statement!.entry, 'entryMalformed');
  return {
    keyIds: entry.signatures.map(({ keyId }) => hex(keyId)),
    origin: file!.origin,
    leaf: hex(await leafHash(file!.statement!.entry)),
    size: String(checkpoint.size), root: base64(checkpoint.root),
    holders: checkpoint.note.signatures.filter(({ name }) => name !== file!.origin)
      .map((signature) => ({ economy: signature.name.split('/')[1] ?? signature.name, since: cosignedAt(signature) })),
  };
}

function sinceText(seconds: bigint): string {
  return timeText({ $typeName: 'google.protobuf.Timestamp', seconds, nanos: 0 }, true);
}

function saveAs(name: string, bytes: Uint8Array): void {
  const url = URL.createObjectURL(new Blob([bytesOf(bytes)], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}

function ToldList({ told, statement }: { told: Told; statement: IncidentStatement }): JSX.Element {
  return (
    <dl class="incident-proof-facts">
      <dt>{t('proof.address')}</dt><dd class="mono">{statement.address}</dd>
      <dt>{t('proof.signers')}</dt><dd class="mono">{statement.signers.join(', ')}</dd>
      <dt>{t('proof.log')}</dt><dd class="mono">{told.origin}</dd>
      <dt>{t('proof.keys')}</dt><dd class="mono">{told.keyIds.join(', ')}</dd>
      <dt>{t('proof.leaf')}</dt><dd class="mono">{told.leaf}</dd>
      <dt>{t('proof.checkpoint')}</dt><dd>{t('proof.checkpointOf', { size: told.size })}<div class="mono">{told.root}</div></dd>
      <dt>{t('proof.holders')}</dt>
      <dd>{told.holders.length === 0 ? t('proof.noHolders')
        : told.holders.map(({ economy, since }) => <div key={economy}>{t('proof.holds', { economy: economyName(economy), since: sinceText(since) })}</div>)}
      </dd>
    </dl>
  );
}

function StepLine({ result }: { result: StepResult }): JSX.Element {
  const { step, outcome, facts, wrong } = result;
  const sign = { holds: '✓', fails: '✗', notReached: '–' }[outcome];
  return (
    <li data-outcome={outcome} data-step={step}>
      <span class="incident-sign" aria-hidden="true">{sign}</span>
      <div>
        <span class="only-heard">{t(`proof.outcome.${outcome}`)} </span>
        <strong>{t(`proof.step.${step}`)}</strong>
        {outcome === 'holds' && <div class="small muted incident-found">{t(`proof.found.${step}`, facts)}</div>}
        {outcome === 'fails' && <div>{t(`proof.wrong.${wrong}`, facts)}</div>}
      </div>
    </li>
  );
}

function Result({ verdict }: { verdict: Verdict }): JSX.Element {
  return (
    <>
      <p class={`note ${verdict.verified ? 'ok' : 'alert'}`}>
        <strong>{t(verdict.verified ? 'proof.verified' : 'proof.notVerified', { address: verdict.address })}</strong>
      </p>
      {verdict.absent.length > 0 && <p class="small">{t('proof.absent', { parts: listText(verdict.absent.map(partText)) })}</p>}
      {verdict.verified && verdict.holders.some(({ proven }) => !proven) && (
        <p class="small">{t('proof.claimed', { economies: listText(verdict.holders.filter(({ proven }) => !proven).map(({ economy }) => economy)) })}</p>
      )}
      <p class="small muted">{t('proof.revocations')}</p>
    </>
  );
}

function Checked({ response, statement }: { response: GetReceiptResponse; statement: IncidentStatement }): JSX.Element {
  const { value: told, error } = useDeskAnswer(() => tell(response), [response]);
  const statementFile = () => receivedFile(response);
  const { results, verdict, busy, cannot, error: fault, check } = useCheck({ statement, response, statementFile });
  const stem = statement.address.replace('/', '-');
  return (
    <>
      {error !== undefined && <Failure error={error} />}
      {fault !== undefined && <Failure error={fault} again={check} />}
      {told && <ToldList told={told} statement={statement} />}
      <div class="row">
        <button class="button primary" type="button" disabled={busy} onClick={check}>{t('proof.verifyNow')}</button>
        <button class="button" type="button" onClick={() => saveAs(`${stem}.lightship`, statementFile())}>.lightship</button>
        <button class="button" type="button" onClick={() => saveAs(`${stem}.tlog-proof`, new TextEncoder().encode(response.receipt!.tlogProof))}>.tlog-proof</button>
      </div>
      <div aria-live="polite" aria-busy={busy} class="stack">
        {cannot && <p class="note warn">{t('proof.cannotCheck')}</p>}
        {verdict && <Result verdict={verdict} />}
        {results.length > 0 && <ol class="incident-steps">{results.map((result) => <StepLine key={result.step} result={result} />)}</ol>}
      </div>
    </>
  );
}

export function Proof({ incident }: Page): JSX.Element | null {
  const addresses = incident.statements.map(({ address }) => address).filter((address) => address !== '');
  const asked = route.value.params.get('proof') ?? '';
  const address = addresses.includes(asked) ? asked : leadingReport(incident)?.address || addresses[0] || '';
  const statement = incident.statements.find((one) => one.address === address);
  const { value, error, again } = useAnswer(
    async (signal) => (address ? receipts.getReceipt({ statement: { case: 'address', value: address } }, { signal }) : undefined),
    [address, statement?.holders.length]);
  if (!statement) return null;
  return (
    <section class="panel" aria-labelledby="incident-proof">
      <header>
        <h2 id="incident-proof" tabIndex={-1}>{t('proof.title')}</h2>
        <label class="row small push field">
          <span class="only-heard">{t('proof.statement')}</span>
          <select value={address} onChange={(event) => setParams((params) => params.set('proof', event.currentTarget.value))}>
            {addresses.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        </label>
      </header>
      <div class="body stack">
        <p class="small muted">{t('proof.intro')}</p>
        {error !== undefined && <Failure error={error} again={again} />}
        {value?.receipt && value.file && <Checked key={address} response={value} statement={statement} />}
      </div>
    </section>
  );
}

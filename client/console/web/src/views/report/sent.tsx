// What became of it: its address and who holds it by now, or that it waits here for the node.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Receipt } from '~/gen/lightship/v1/log_pb';
import { t } from '~/i18n/catalogue';
import { economyName } from '~/i18n/names';
import { nodeAnswers } from '~/state/desk';
import { incidentPath } from '~/state/incident_path';
import { navigate } from '~/state/route';
import { handedIn, handIn } from '~/state/spool';
import { Failure } from '~/ui/failure';
import { FilesWaiting } from '~/ui/files_waiting';
import { Link } from '~/ui/link';
import { useReceipt } from '~/ui/use_receipt';
import { AfterSending } from '~/ui/use_sending';
import { begin, sent } from './desk_form';

function Holders({ receipt }: { receipt: Receipt }): JSX.Element {
  const { holders, audience } = receipt;
  const everyone = [...new Set([...holders, ...audience])];
  return (
    <div class="stack">
      <p aria-live="polite" data-testid="holders">
        {t('report.sent.holders', { count: holders.length, all: everyone.length })}
      </p>
      <progress max={everyone.length} value={holders.length} aria-label={t('report.sent.progress')} />
      <ul class="report-holders">
        {everyone.map((economy) => {
          const holds = holders.includes(economy);
          return <li key={economy} class={`tag ${holds ? 'ok' : ''}`}>{holds ? '✓ ' : '… '}{economyName(economy)}
            <span class="only-heard">{t(holds ? 'report.sent.holds' : 'report.sent.awaited')}</span></li>;
        })}
      </ul>
    </div>
  );
}

function Waiting({ because }: { because: string }): JSX.Element {
  const [error, setError] = useState<unknown>(null);
  const refusals = handedIn.value?.refusals ?? [];
  return (
    <div class="note warn stack">
      <p><strong>{t('report.sent.waits')}</strong></p>
      <p class="small">{because}</p>
      <div class="row">
        <button type="button" class="button" onClick={() => void handIn().catch(setError)}>{t('report.sent.now')}</button>
        <Link path="/settings" class="button">{t('report.sent.spool')}</Link>
        {nodeAnswers.value && <span class="small">{t('report.sent.nodeBack')}</span>}
      </div>
      {error !== null && <Failure error={error} />}
      {refusals.map((text) => <p key={text} role="alert">{text}</p>)}
    </div>
  );
}

export function Sent(): JSX.Element {
  const answer = sent.value!;
  const receipt = useReceipt(answer.statementId, answer.receipt);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const amend = () => {
    begin();
    navigate('/report', new URLSearchParams({ amends: receipt!.address }));
  };
  const another = () => {
    begin();
    navigate('/report');
  };
  return (
    <section class="panel body stack report-sent" aria-labelledby="report-sent">
      <h2 id="report-sent" ref={title} tabIndex={-1}>
        {receipt ? t('report.sent.title', { address: receipt.address }) : t('report.sent.waitsTitle')}
      </h2>
      {receipt ? <Holders receipt={receipt} /> : <Waiting because={answer.waitsBecause} />}
      <AfterSending sent={answer} />
      <FilesWaiting />
      <div class="row">
        {receipt && <Link path={incidentPath(receipt.address)} class="button primary">{t('report.sent.open')}</Link>}
        {receipt && <button type="button" class="button" onClick={amend}>{t('report.sent.amend')}</button>}
        <button type="button" class="button" onClick={another}>{t('report.sent.another')}</button>
      </div>
    </section>
  );
}

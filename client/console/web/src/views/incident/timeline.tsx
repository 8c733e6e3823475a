// Everything that was said, in the order in which it was admitted, after when it happened and was reported.
import type { JSX } from 'preact';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { t } from '~/i18n/catalogue';
import { listText, occurredText, timeText } from '~/i18n/format';
import { economyName } from '~/i18n/names';
import { mayAct, officer } from '~/state/desk';
import { setParams } from '~/state/route';
import { Holders } from './holders';
import { useHoldings, type Holdings } from './live';
import { rolesFor, type Page } from './page';
import { economyOf, isInForce, leadingReport } from './reports';
import { statementLine } from './statement_line';
import { partText } from './withheld';

function Before({ incident, summary }: Page): JSX.Element {
  const reportedAt = leadingReport(incident)?.facts?.reportedAt;
  return (
    <>
      <li class="incident-moment" data-kind="occurred"><span class="num">{occurredText(summary.occurred)}</span> <strong>{t('incident.occurred')}</strong></li>
      {reportedAt && <li class="incident-moment" data-kind="reported"><span class="num">{timeText(reportedAt)}</span> <strong>{t('incident.reported')}</strong></li>}
    </>
  );
}

function Said({ page, statement, holdings }: { page: Page; statement: IncidentStatement; holdings: Holdings }): JSX.Element {
  const isOwn = economyOf(statement) === officer.value?.economy && isInForce(statement) && !statement.withdrawal && mayAct(...rolesFor.retract);
  const who = statement.signers.map((signer) => signer.split(':').pop()).join(', ');
  return (
    <li class={isInForce(statement) ? 'incident-moment' : 'incident-moment incident-past'}>
      <div class="row small">
        <span class="num">{timeText(statement.admittedAt)}</span>
        <span class="mono">{statement.address}</span>
        <span class="muted">{economyName(economyOf(statement))} · {who}</span>
      </div>
      <div>
        {statementLine(page.incident, statement)}
        {statement.retracted && <> <span class="tag alert">{t('incident.retracted')}</span></>}
        {statement.superseded && <> <span class="tag">{t('incident.replaced')}</span></>}
        {statement.doubtedBy && <> <span class="tag alert">{t('incident.doubtedBy', { by: statement.doubtedBy })}</span></>}
      </div>
      <div class="row small">
        <Holders holding={holdings.get(statement.address) ?? statement} />
        {isOwn && (
          <button class="button quiet incident-small push" type="button" aria-label={t('incident.act.withdrawOf', { address: statement.address })}
                  onClick={() => page.act({ kind: 'withdraw', target: statement })}>{t('incident.act.takeBack')}</button>
        )}
        <a href="#incident-proof" class={isOwn ? '' : 'push'} aria-label={t('incident.proofOf', { address: statement.address })}
           onClick={() => setParams((params) => params.set('proof', statement.address))}>{t('incident.proof')}</a>
      </div>
      {statement.erasures.map((erasure) => (
        <p key={erasure.withdrawal} class="small note warn">
          {t('incident.erasure', {
            parts: listText(erasure.partNames.map(partText)) || t('incident.allParts'), confirmed: erasure.confirmed.length,
            of: erasure.confirmed.length + erasure.waitingFor.length,
          })}
          {erasure.waitingFor.length > 0 && <> {t('incident.waitingFor', { economies: erasure.waitingFor.join(' ') })}</>}
        </p>
      ))}
    </li>
  );
}

export function Timeline(page: Page): JSX.Element {
  const holdings = useHoldings(page.incident);
  return (
    <section class="panel" aria-labelledby="incident-timeline">
      <header><h2 id="incident-timeline">{t('incident.timeline')}</h2></header>
      <ol class="body incident-timeline" aria-live="polite">
        <Before {...page} />
        {page.incident.statements.map((statement) => (
          <Said key={statement.address} page={page} statement={statement} holdings={holdings} />
        ))}
      </ol>
    </section>
  );
}

// Incidents that may be the same event, with the reasons, and verdicts by one key: s same, d different, p possible, u takes back.
import { create } from '@bufbuild/protobuf';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { incidents } from '~/api/clients';
import { DraftSchema } from '~/gen/lightship/console/v1/desk_pb';
import { CorrelationVerdict, CorrelationVerdictSchema, RetractReason } from '~/gen/lightship/v1/claims_pb';
import type { IncidentStatement, SimilarIncident } from '~/gen/lightship/v1/incident_pb';
import { ActStageSchema, ShipTypeSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { listText, numberText, occurredText, positionText } from '~/i18n/format';
import { economyName, enumName } from '~/i18n/names';
import { mayAct, officer } from '~/state/desk';
import { drawnOn, handlingOf } from '~/state/drawn';
import { incidentPath } from '~/state/incident_path';
import { Failure } from '~/ui/failure';
import { Link } from '~/ui/link';
import { useAnswer } from '~/ui/use_answer';
import { SendingOutcome, useSending } from '~/ui/use_sending';
import { missingRole } from './deeds';
import * as drafts from './drafts';
import { manifestAbout, withdrawalManifest } from './handling';
import { otherReport } from './judge_form';
import { rolesFor, type Page } from './page';
import { economyOf, idOf, isInForce, leadingReport, nameOf, statementOf, subjectOf } from './reports';

const verdicts = [
  { name: 'same', key: 's', verdict: CorrelationVerdict.SAME_INCIDENT },
  { name: 'different', key: 'd', verdict: CorrelationVerdict.DIFFERENT_INCIDENT },
  { name: 'possible', key: 'p', verdict: CorrelationVerdict.POSSIBLE_SAME },
] as const;
const undoKey = 'u';
// While the node is still comparing.
const behindMs = 3_000;

function isTyping(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement;
}

interface CandidateProps {
  similar: SimilarIncident;
  busy: boolean;
  judge: (verdict: CorrelationVerdict) => void;
}

function Candidate({ similar, busy, judge }: CandidateProps): JSX.Element {
  const { incident, address, probability, reasons } = similar;
  const may = mayAct(...rolesFor.assert);
  const press = (event: KeyboardEvent) => {
    const wanted = verdicts.find(({ key }) => key === event.key);
    if (!wanted || isTyping(event) || !may || busy) return;
    event.preventDefault();
    judge(wanted.verdict);
  };
  const ship = incident?.vesselName || (incident?.shipType ? enumName(ShipTypeSchema, incident.shipType) : '');
  return (
    <li class="incident-candidate" onKeyDown={press}>
      <div class="row">
        <Link path={incidentPath(address || incident!.incidentId)} class="mono">{address || idOf(incident!.incidentId).slice(0, 12)}</Link>
        <span class="muted">{listText(incident?.economies.map(economyName) ?? [])}</span>
        <span class={`tag push ${similar.verdict === CorrelationVerdict.SAME_INCIDENT ? 'warn' : ''}`}>
          {t(similar.verdict === CorrelationVerdict.SAME_INCIDENT ? 'incident.likely' : 'incident.possible', { percent: numberText(probability * 100) })}
        </span>
      </div>
      <div>{enumName(ActStageSchema, incident?.actStage ?? 0)}{ship && ` · ${ship}`} · {occurredText(incident?.occurred)} · {positionText(incident?.position)}</div>
      <ul class="incident-reasons">{reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>
      <div class="row">
        {verdicts.map(({ name, key, verdict }) => (
          <button key={name} class="button incident-small" type="button" disabled={!may} aria-disabled={busy} title={may ? undefined : missingRole(rolesFor.assert)}
                  aria-keyshortcuts={key} onClick={() => judge(verdict)}>
            {t(`incident.verdict.${name}`)} <kbd aria-hidden="true">{key}</kbd>
          </button>
        ))}
      </div>
    </li>
  );
}

function ownVerdicts(page: Page): IncidentStatement[] {
  return page.incident.statements.filter((statement) =>
    statement.assertion?.claim.case === 'correlation' && isInForce(statement) && economyOf(statement) === officer.value?.economy);
}

function OwnVerdict({ page, statement, busy, undo }: { page: Page; statement: IncidentStatement; busy: boolean; undo: () => void }): JSX.Element | null {
  const claim = statement.assertion?.claim;
  if (claim?.case !== 'correlation') return null;
  const may = mayAct(...rolesFor.retract);
  const other = idOf(claim.value.other) === idOf(page.summary.incidentId) ? subjectOf(statement) : claim.value.other;
  const link = page.summary.links.find(({ incidentId, otherId }) => [idOf(incidentId), idOf(otherId)].includes(idOf(other)));
  const address = link && (idOf(link.incidentId) === idOf(other) ? link.address : link.otherAddress);
  return (
    <li class="row" onKeyDown={(event) => { if (event.key === undoKey && may && !busy && !isTyping(event)) undo(); }}>
      <span class="mono">{statement.address}</span>
      <span>{t('incident.ownVerdict', { verdict: enumName(CorrelationVerdictSchema, claim.value.verdict), other: address || nameOf(page.incident, other) })}</span>
      <button class="button incident-small push" type="button" disabled={!may} aria-disabled={busy} title={may ? undefined : missingRole(rolesFor.retract)}
              aria-keyshortcuts={undoKey} onClick={undo}>{t('incident.verdict.undo')} <kbd aria-hidden="true">{undoKey}</kbd></button>
    </li>
  );
}

export function Similar(page: Page): JSX.Element | null {
  const { incident, summary, again } = page;
  const { value, error, again: askAgain } = useAnswer(
    (signal) => incidents.findSimilar({ incident: { name: { case: 'incidentId', value: summary.incidentId } } }, { signal }),
    [incident.statements.length]);
  const behind = Number(value?.behind ?? 0n);
  useEffect(() => {
    if (behind === 0) return;
    const timer = setTimeout(askAgain, behindMs);
    return () => clearTimeout(timer);
  }, [value]);
  const sending = useSending();
  const heading = useRef<HTMLHeadingElement>(null);
  const named = statementOf(incident, summary.incidentId) ?? leadingReport(incident);
  const own = ownVerdicts(page);
  useEffect(() => {
    if (!sending.sent) return;
    heading.current?.focus();
    again();
    askAgain();
  }, [sending.sent]);
  const judge = (similar: SimilarIncident, verdict: CorrelationVerdict) => sending.send(async () => {
    const other = await otherReport(similar);
    if (!named || !other) return undefined;
    const { audience, tlp } = handlingOf([drawnOn(named), drawnOn(other)]);
    if (audience !== undefined) {
      return create(DraftSchema, { content: drafts.correlation(verdict, subjectOf(other)), manifest: manifestAbout(named, audience, tlp) });
    }
    // Nobody can say for the officer who may know of both.
    page.act({ kind: 'judge', similar, verdict });
    return undefined;
  }, `${verdict} ${idOf(similar.incident!.incidentId)}`);
  const undo = (target: IncidentStatement) => sending.send(async () => create(DraftSchema, {
    content: drafts.withdrawal(target, { act: 'retract', audience: '', partNames: [], retractReason: RetractReason.WRONG, eraseReason: 0, text: '' }),
    manifest: withdrawalManifest(target, 'retract', '', false),
  }), target.address);
  const quiet = !error && sending.error === undefined && sending.violations.length === 0;
  if (quiet && own.length === 0 && (!value || (value.incidents.length === 0 && behind === 0))) return null;
  return (
    <section class="panel" aria-labelledby="incident-similar">
      <header>
        <h2 id="incident-similar" ref={heading} tabIndex={-1}>{t('incident.similar')}</h2>
        <span class="small muted">{t('incident.similarHint')}</span>
      </header>
      <div class="body stack">
        {error !== undefined && <Failure error={error} again={askAgain} />}
        <SendingOutcome sending={sending} />
        {behind > 0 && <p class="small muted">{t('incident.similarBehind', { count: behind })}</p>}
        {value && value.incidents.length > 0 && (
          <ul class="incident-candidates">
            {value.incidents.map((similar) => (
              <Candidate key={idOf(similar.incident!.incidentId) + similar.address} similar={similar} busy={sending.busy}
                         judge={(verdict) => judge(similar, verdict)} />
            ))}
          </ul>
        )}
        {own.length > 0 && (
          <ul class="incident-candidates">
            {own.map((statement) => <OwnVerdict key={statement.address} page={page} statement={statement} busy={sending.busy} undo={() => undo(statement)} />)}
          </ul>
        )}
      </div>
    </section>
  );
}

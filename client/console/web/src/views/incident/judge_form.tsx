// Whether two incidents are one event. The other's own audience is asked for: who may not know of it must not be told.
import type { JSX } from 'preact';
import { incidents } from '~/api/clients';
import { CorrelationVerdictSchema, type CorrelationVerdict } from '~/gen/lightship/v1/claims_pb';
import type { SimilarIncident } from '~/gen/lightship/v1/incident_pb';
import { t } from '~/i18n/catalogue';
import { enumName } from '~/i18n/names';
import { drawnOn } from '~/state/drawn';
import { Failure } from '~/ui/failure';
import { useAnswer } from '~/ui/use_answer';
import * as drafts from './drafts';
import type { NamedProps } from './forms';
import { leadingReport, statementOf, subjectOf } from './reports';
import { Say } from './say';

interface Props extends NamedProps {
  similar: SimilarIncident;
  verdict: CorrelationVerdict;
}

// The founding report of the incident that is meant, as this node holds it.
export async function otherReport({ address, incident }: SimilarIncident, signal?: AbortSignal) {
  const id = incident!.incidentId;
  const name = address ? { case: 'address' as const, value: address } : { case: 'incidentId' as const, value: id };
  const found = await incidents.getIncident({ incident: { name } }, { signal });
  return found.statements.find((statement) => statement.address === address) ?? statementOf(found, id) ?? leadingReport(found);
}

export function JudgeForm({ page, close, named, similar, verdict }: Props): JSX.Element | null {
  const { value: other, error, again } = useAnswer((signal) => otherReport(similar, signal), [similar.address]);
  if (error) return <Failure error={error} again={again} />;
  if (!other) return null;
  return (
    <Say title={t('incident.act.judge', { verdict: enumName(CorrelationVerdictSchema, verdict), other: other.address })}
         named={named} drawn={[drawnOn(named), drawnOn(other)]} close={close} sent={page.again}
         content={() => drafts.correlation(verdict, subjectOf(other))}>
      <p>{t('incident.act.judgeHint')}</p>
    </Say>
  );
}

// The month's incidents, without the names of ships and persons. What its author did not give to all is not printed.
import type { JSX } from 'preact';
import type { IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { ExerciseStatus, ExerciseStatusSchema } from '~/gen/lightship/v1/statement_pb';
import { ActStageSchema, ShipTypeSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { occurredText, positionText } from '~/i18n/format';
import { enumName } from '~/i18n/names';

const factsPart = 'facts';

const restrictedFacts = (incident: IncidentSummary): boolean =>
  incident.restricted.some(({ partNames }) => partNames.includes(factsPart));

function marksOf(incident: IncidentSummary): string[] {
  return [
    ...(incident.exerciseStatus === ExerciseStatus.ACTUAL ? [] : [enumName(ExerciseStatusSchema, incident.exerciseStatus)]),
    ...(incident.retracted ? [t('analysis.report.retracted')] : []),
    ...(incident.doubtful ? [t('analysis.report.doubtful')] : []),
  ];
}

function Line({ incident }: { incident: IncidentSummary }): JSX.Element {
  const marks = marksOf(incident);
  return (
    <tr>
      <th scope="row" class="num">{occurredText(incident.occurred)}</th>
      {restrictedFacts(incident)
        ? <td colSpan={4} class="muted">{t('analysis.report.restricted', { address: incident.address })}</td>
        : (
          <>
            <td class="num">{positionText(incident.position)}</td>
            <td>{incident.placeText || t('common.notKnown')}</td>
            <td>{enumName(ActStageSchema, incident.actStage)}</td>
            <td>{enumName(ShipTypeSchema, incident.shipType)}</td>
          </>
        )}
      <td>{incident.address}{marks.map((mark) => <> <span class="tag warn">{mark}</span></>)}</td>
    </tr>
  );
}

const columns = ['date', 'position', 'place', 'act', 'shipType', 'address'] as const;

export function IncidentList({ incidents }: { incidents: IncidentSummary[] }): JSX.Element {
  if (incidents.length === 0) return <p>{t('analysis.report.noIncidents')}</p>;
  return (
    <table class="table analysis-incidents">
      <thead><tr>{columns.map((column) => <th key={column} scope="col">{t(`analysis.report.column.${column}`)}</th>)}</tr></thead>
      <tbody>{incidents.map((incident) => <Line key={incident.address} incident={incident} />)}</tbody>
    </table>
  );
}

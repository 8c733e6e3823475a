// What a reader must not overlook of an incident: exercise, taken back, in doubt, not verified by signature yet.
import type { JSX } from 'preact';
import type { IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { ExerciseStatus, ExerciseStatusSchema } from '~/gen/lightship/v1/statement_pb';
import { t } from '~/i18n/catalogue';
import { enumName } from '~/i18n/names';

export function IncidentMarks({ incident }: { incident: IncidentSummary }): JSX.Element | null {
  const exercise = incident.exerciseStatus !== ExerciseStatus.ACTUAL;
  if (!exercise && !incident.retracted && !incident.doubtful && !incident.verifiedByLog) return null;
  return (
    <>
      {exercise && <span class="tag warn">{enumName(ExerciseStatusSchema, incident.exerciseStatus)}</span>}
      {incident.retracted && <span class="tag alert">{t('incidents.retracted')}</span>}
      {incident.doubtful && <span class="tag warn">{t('incidents.doubtful')}</span>}
      {incident.verifiedByLog && <span class="tag" title={t('incidents.verifiedByLogHint')}>{t('incidents.verifiedByLog')}</span>}
    </>
  );
}

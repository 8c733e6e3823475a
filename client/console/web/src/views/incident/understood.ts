// What was understood of a typed time or position, in words, and whether it is fine enough to be signed. Pure.
import type { UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import type { OccurrenceTime } from '~/gen/lightship/v1/report_pb';
import { t } from '~/i18n/catalogue';
import { occurrenceLines, positionLines } from './value';

const hour = 3600n;

export function echoOf(answer: UnderstandResponse | undefined): string {
  const lines = [...(answer?.time ? occurrenceLines(answer.time) : []), ...(answer?.position ? positionLines(answer.position) : [])];
  return lines.length > 0 ? t('incident.form.readAs', { what: lines.join(' · ') }) : '';
}

// Why a time cannot stand as the one moment at which something was done; '': it can.
export function momentFault(time: OccurrenceTime | undefined): string {
  if (!time?.start) return t('incident.form.noMoment');
  const wide = time.end !== undefined && time.end.seconds - time.start.seconds > hour;
  return wide ? t('incident.form.tooCoarse') : '';
}

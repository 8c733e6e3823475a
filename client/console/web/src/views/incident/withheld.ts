// Why a part of a statement is not shown here, in words.
import { PartAbsence, type IncidentStatement, type WithheldPart } from '~/gen/lightship/v1/incident_pb';
import { withheldFor } from '~/i18n/audience';
import { hasText, t } from '~/i18n/catalogue';
import { economyOf } from './reports';

export function audienceText(audience: string): string {
  if (audience === 'own') return t('incident.audience.own');
  if (audience === 'all') return t('incident.audience.all');
  return audience === '' ? t('incident.audience.nobody') : audience;
}

// "facts" in the officer's language; attachments and parts of newer kinds keep their own name.
export function partText(name: string): string {
  const key = `incident.part.${name}`;
  return hasText(key) ? t(key) : name;
}

export function absenceText(statement: IncidentStatement, part: WithheldPart): string {
  switch (part.absence) {
    case PartAbsence.ERASED: return erasedText(statement, part);
    case PartAbsence.AWAITED: return t('incident.withheld.awaited');
    case PartAbsence.LOST: return t('incident.withheld.lost');
    default: return part.audience ? withheldFor(part.audience, economyOf(statement)) : t('incident.withheld.plain');
  }
}

function erasedText(statement: IncidentStatement, part: WithheldPart): string {
  const erasure = statement.erasures.find(({ withdrawal }) => withdrawal === part.erasedBy);
  const what = part.erasedBy ? t('incident.withheld.erasedBy', { by: part.erasedBy }) : t('incident.withheld.retention');
  if (!erasure) return what;
  const confirmed = erasure.confirmed.length;
  return t('incident.withheld.confirmed', { what, confirmed, of: confirmed + erasure.waitingFor.length });
}

export function withheldText(statement: IncidentStatement, part: string): string {
  const found = statement.withheld.find(({ name }) => name === part);
  return found ? absenceText(statement, found) : '';
}

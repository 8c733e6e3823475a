// What a contact card says, in words.
import { metresPerMile } from '~/base/geodesy';
import { t } from '~/i18n/catalogue';
import { dayText, numberText, pointText } from '~/i18n/format';
import { navareaText } from '~/i18n/place';
import type { AreaOfResponsibility, Contact } from '~/gen/lightship/v1/claims_pb';
import { ContactConcern } from '~/gen/lightship/v1/contact_pb';
import { areaTitle } from '~/ui/areas';

function shapeText({ shape }: AreaOfResponsibility): string {
  switch (shape.case) {
    case 'navarea':
      return navareaText(shape.value);
    case 'area':
      return areaTitle(shape.value);
    case 'circle':
      return t('directory.area.circle', { radius: numberText(shape.value.radiusM / metresPerMile), at: pointText(shape.value.latE7, shape.value.lonE7) });
    case 'box':
      return t('directory.area.box', { from: pointText(shape.value.southE7, shape.value.westE7), to: pointText(shape.value.northE7, shape.value.eastE7) });
    default:
      return '';
  }
}

export function areaText(area: AreaOfResponsibility): string {
  const shape = shapeText(area);
  return area.name && shape ? t('directory.area.named', { name: area.name, shape }) : area.name || shape;
}

export function concernText(concern: ContactConcern, contact: Contact): string {
  switch (concern) {
    case ContactConcern.UNCONFIRMED:
      return contact.lastConfirmed ? t('directory.concern.unconfirmed', { day: dayText(contact.lastConfirmed) }) : t('directory.concern.never');
    case ContactConcern.EXPIRING:
      return t('directory.concern.expiring', { day: contact.validTo ? dayText(contact.validTo) : '' });
    case ContactConcern.EXPIRED:
      return t('directory.concern.expired', { day: contact.validTo ? dayText(contact.validTo) : '' });
    default:
      return '';
  }
}

export function validityText({ validFrom, validTo }: Contact): string {
  if (validFrom && validTo) return t('directory.valid.between', { from: dayText(validFrom), to: dayText(validTo) });
  if (validTo) return t('directory.valid.to', { to: dayText(validTo) });
  return validFrom ? t('directory.valid.from', { from: dayText(validFrom) }) : t('directory.valid.open');
}

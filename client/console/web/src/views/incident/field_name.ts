// Paths of fields as people call them: "vessel.victims[1].imo_number" is "IMO number · 2".
import { hasText, t } from '~/i18n/catalogue';

export function fieldName(path: string): string {
  if (path === '') return t('incident.theReport');
  const key = `field.${path.replace(/\[\d+\]/g, '')}`;
  const ordinal = /\[(\d+)\]/.exec(path);
  const name = hasText(key) ? t(key) : path;
  return ordinal && Number(ordinal[1]) > 0 ? t('incident.ordinal', { name, number: Number(ordinal[1]) + 1 }) : name;
}

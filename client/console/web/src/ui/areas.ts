// Names of the areas of config/areas/named.geojson.
import text from '../../../../../config/areas/named.geojson?raw';
import { hasText, t } from '~/i18n/catalogue';

interface Area {
  name: string;
  title: string;
}

export const areas: Area[] = (JSON.parse(text) as { features: { properties: Area }[] }).features.map(({ properties }) => properties);

// In the officer's language where it has a name there (src/i18n/<language>/areas.json).
export function areaTitle(name: string, title = areas.find((area) => area.name === name)?.title ?? name): string {
  return hasText(`area.${name}`) ? t(`area.${name}`) : title;
}

// A title as the gateway tells it, in the officer's language.
export function areaTitled(title: string): string {
  const area = areas.find((one) => one.title === title);
  return area ? areaTitle(area.name) : title;
}

// Where a point lies, in words: "1.2 nm NE of Pulau Nipah, Singapore Strait".
import type { Place } from '~/gen/lightship/console/v1/desk_pb';
import { t } from '~/i18n/catalogue';
import { numberText } from '~/i18n/format';

const points = ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'] as const;
const here = 0.1;

export function compassPoint(degrees: number): (typeof points)[number] {
  const sector = 360 / points.length;
  return points[Math.round((((degrees % 360) + 360) % 360) / sector) % points.length];
}

export function landmarkText({ landmark, distanceNm, bearingDeg }: Place): string {
  if (landmark === '') return '';
  if (distanceNm < here) return t('incident.place.at', { landmark });
  return t('incident.place.off', {
    distance: numberText(distanceNm, distanceNm < 10 ? 1 : 0), direction: t(`incident.compass.${compassPoint(bearingDeg)}`), landmark,
  });
}

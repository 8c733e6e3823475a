// Where a point lies, in words: "1.2 nm NE of Pulau Nipah", "NAVAREA XI".
import { navareaNumeral } from '~/base/navareas';
import type { Place } from '~/gen/lightship/console/v1/desk_pb';
import { t } from './catalogue';
import { numberText } from './format';

const points = ['N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW'] as const;
const hereMiles = 0.1;
const wholeFromMiles = 10;

// Of degrees true.
export function compassPoint(degrees: number): (typeof points)[number] {
  return points[Math.round(((((degrees % 360) + 360) % 360) / 360) * points.length) % points.length];
}

// '' where no landmark is near.
export function landmarkText(place: Place | undefined): string {
  if (!place?.landmark) return '';
  const { landmark, distanceNm, bearingDeg } = place;
  if (distanceNm < hereMiles) return t('place.at', { landmark });
  return t('place.off', {
    miles: numberText(distanceNm, distanceNm < wholeFromMiles ? 1 : 0), point: t(`place.compass.${compassPoint(bearingDeg)}`), landmark,
  });
}

// "NAVAREA XI".
export function navareaText(number: number): string {
  return t('place.navarea', { number: navareaNumeral(number) });
}

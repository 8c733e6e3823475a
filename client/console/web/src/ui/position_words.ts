// A position as it was understood, in the officer's words.
import { metresPerMile } from '~/base/geodesy';
import type { Place } from '~/gen/lightship/console/v1/desk_pb';
import type { Position } from '~/gen/lightship/v1/report_pb';
import { PositionQualityFlag, PositionQualityFlagSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { numberText, pointText } from '~/i18n/format';
import { enumName } from '~/i18n/names';
import { navareaText } from '~/i18n/place';
import { areaTitled } from './areas';

const milesFromM = 1000;

export function areasText(place: Place | undefined): string {
  if (!place) return '';
  return [...place.areas.map(areaTitled), ...(place.navarea ? [navareaText(place.navarea)] : [])].join(' · ');
}

// "01°15.25′N 104°02.41′E, within 10 m".
export function coordinatesText(position: Position | undefined): string {
  if (position?.latE7 === undefined || position.lonE7 === undefined) return '';
  const point = pointText(position.latE7, position.lonE7);
  const metres = position.uncertaintyM;
  if (metres === undefined) return point;
  return metres < milesFromM ? t('position.withinMetres', { point, metres })
    : t('position.withinMiles', { point, miles: numberText(metres / metresPerMile, 1) });
}

function doubtText(flag: PositionQualityFlag): string {
  if (flag === PositionQualityFlag.MINUTES_OR_SECONDS_AMBIGUOUS) return t('position.asDecimalMinutes');
  if (flag === PositionQualityFlag.ROUNDED_TO_MINUTE) return t('position.wholeMinutes');
  return enumName(PositionQualityFlagSchema, flag);
}

export function positionDoubts(position: Position | undefined): string[] {
  if (!position) return [];
  const noPoint = position.latE7 === undefined && position.asWritten !== '' ? [t('position.noPoint')] : [];
  return [...position.qualityFlags.map(doubtText), ...noPoint];
}

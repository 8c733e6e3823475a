// Whether a notice concerns a watch. Pure. Where that cannot be told, it does.
import type { PostedNotice } from '~/gen/lightship/v1/notice_pb';
import type { Filter } from './filter';
import { metresPerMile } from './shape';

const e7 = 1e7;
const earthRadiusMiles = 3_440.065;
const radians = (degrees: number) => degrees * Math.PI / 180;

export function milesBetween(latA: number, lonA: number, latB: number, lonB: number): number {
  const a = Math.sin(radians(latB - latA) / 2) ** 2
    + Math.cos(radians(latA)) * Math.cos(radians(latB)) * Math.sin(radians(lonB - lonA) / 2) ** 2;
  return 2 * earthRadiusMiles * Math.asin(Math.min(1, Math.sqrt(a)));
}

export function concerns(posted: PostedNotice, filter: Filter): boolean {
  const economies = filter.words.economy ?? [];
  if (economies.length > 0 && !economies.includes(posted.economy)) return false;
  const { position, radiusNm = 0 } = posted.notice ?? {};
  if (position?.latE7 === undefined || position.lonE7 === undefined || filter.shape?.case !== 'circle') return true;
  const { latE7, lonE7, radiusM } = filter.shape.value;
  const apart = milesBetween(latE7 / e7, lonE7 / e7, position.latE7 / e7, position.lonE7 / e7);
  return apart <= radiusM / metresPerMile + radiusNm;
}

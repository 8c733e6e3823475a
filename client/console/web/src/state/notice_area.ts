// Whether a notice concerns a watch. Pure. Where that cannot be told, it does.
import { distanceM, metresPerMile } from '~/base/geodesy';
import type { PostedNotice } from '~/gen/lightship/v1/notice_pb';
import type { Filter } from './filter';

const e7 = 1e7;

export function concerns(posted: PostedNotice, filter: Filter): boolean {
  const economies = filter.words.economy ?? [];
  if (economies.length > 0 && !economies.includes(posted.economy)) return false;
  const { position, radiusNm = 0 } = posted.notice ?? {};
  if (position?.latE7 === undefined || position.lonE7 === undefined || filter.shape?.case !== 'circle') return true;
  const { latE7, lonE7, radiusM } = filter.shape.value;
  const apartM = distanceM([lonE7 / e7, latE7 / e7], [position.lonE7 / e7, position.latE7 / e7]);
  return apartM <= radiusM + radiusNm * metresPerMile;
}

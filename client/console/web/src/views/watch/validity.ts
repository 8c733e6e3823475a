// Whether a notice is in force, and for how long still. Pure.
import { dateOf } from '~/base/moments';
import { NoticeState, type PostedNotice } from '~/gen/lightship/v1/notice_pb';

export interface Validity {
  // As the node said, gone on to by the clock.
  state: NoticeState;
  // Until it begins or ends; undefined: until further notice, or over.
  leftMs?: number;
}

export function validityOf(posted: PostedNotice, now: number): Validity {
  const from = posted.notice?.validFrom && dateOf(posted.notice.validFrom).getTime();
  const until = posted.notice?.validUntil && dateOf(posted.notice.validUntil).getTime();
  if (posted.state !== NoticeState.IN_FORCE && posted.state !== NoticeState.NOT_YET) return { state: posted.state };
  if (from !== undefined && from > now) return { state: NoticeState.NOT_YET, leftMs: from - now };
  if (until !== undefined && until <= now) return { state: NoticeState.EXPIRED };
  return { state: NoticeState.IN_FORCE, leftMs: until === undefined ? undefined : until - now };
}

interface Left {
  days: number;
  hours: number;
  minutes: number;
}

// The last minute counts until it is over.
export function leftOf(ms: number): Left {
  const minutes = Math.ceil(ms / 60_000);
  return { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
}

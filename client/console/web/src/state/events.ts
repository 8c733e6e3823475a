// The events of the watch: what came, since when it waits, who acknowledged it. Newest first, one for each incident or notice.
// Pure.
import { among, isMoment, isObject, isText, listOf, objectOf, perhaps } from '~/base/checked';
import type { IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import type { PostedNotice } from '~/gen/lightship/v1/notice_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { alarmKinds, type AlarmKind } from './alarm';
import { together, type News } from './news';

export const mostEvents = 500;

export interface Acknowledgement {
  by: string;
  // ISO 8601.
  at: string;
}

// As kept on the desk's disk: without what the incident says.
export interface EventMark {
  // "ID@UPDATED_AT": the incident or notice, and as of when.
  key: string;
  id: string;
  about: 'incident' | 'notice';
  alarm: AlarmKind;
  // ISO 8601, by this desk's clock.
  cameAt: string;
  news: News[];
  // Names of the watches that it is for; none: nobody here watches for such.
  watches: string[];
  acknowledged?: Acknowledgement;
}

const isNews = (value: unknown): value is News => isObject(value) && isText(value.what);
export const isAcknowledgement = objectOf<Acknowledgement>({ by: isText, at: isMoment });
export const isMark = objectOf<EventMark>({
  key: isText, id: isText, about: among(['incident', 'notice']), alarm: among(alarmKinds), cameAt: isMoment, news: listOf(isNews),
  watches: listOf(isText), acknowledged: perhaps(isAcknowledgement),
});

export interface WatchEvent extends EventMark {
  incident?: IncidentSummary;
  notice?: PostedNotice;
}

// Replaces what was said before of the same incident; what was not acknowledged of that is still new.
export function withEvent(events: WatchEvent[], event: WatchEvent): WatchEvent[] {
  const before = events.find((one) => one.id === event.id);
  const open = before && !before.acknowledged ? before : undefined;
  const joined: WatchEvent = open
    ? { ...event, news: together(open.news, event.news), alarm: open.alarm === 'incident' ? open.alarm : event.alarm,
        watches: [...new Set([...open.watches, ...event.watches])] }
    : event;
  return bounded([joined, ...events.filter((one) => one.id !== event.id)], mostEvents);
}

// The newest; of what waits for somebody all, however many.
export function bounded<Mark extends EventMark>(newestFirst: Mark[], most: number): Mark[] {
  let room = most - newestFirst.filter(isOpen).length;
  return newestFirst.filter((mark) => isOpen(mark) || room-- > 0);
}

// What cannot be read now may be.
export function isActual({ incident, notice }: WatchEvent): boolean {
  const about = incident ?? notice;
  return !about || about.exerciseStatus === ExerciseStatus.ACTUAL;
}

export function isOpen(event: EventMark): boolean {
  return !event.acknowledged && event.watches.length > 0;
}

export function acknowledgedIn(events: WatchEvent[], keys: Set<string>, acknowledged: Acknowledgement): WatchEvent[] {
  return events.map((event) => (keys.has(event.key) && isOpen(event) ? { ...event, acknowledged } : event));
}

export function markOf({ incident: _incident, notice: _notice, ...mark }: WatchEvent): EventMark {
  return mark;
}

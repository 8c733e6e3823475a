// One line of the feed: an incident or a notice, and what is new about it.
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { ComponentChildren, JSX } from 'preact';
import { dateOf } from '~/base/moments';
import { audienceName } from '~/i18n/audience';
import { t } from '~/i18n/catalogue';
import { agoText, occurredText, positionText, timeText } from '~/i18n/format';
import { enumName } from '~/i18n/names';
import type { IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import type { PostedNotice } from '~/gen/lightship/v1/notice_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { ActStageSchema, ShipTypeSchema } from '~/gen/lightship/v1/vocabulary_pb';
import type { EventMark, WatchEvent } from '~/state/events';
import { acknowledge } from '~/state/feed';
import { incidentPath } from '~/state/incident_path';
import { authorOf, placeText } from '~/state/summary';
import { watches } from '~/state/watches';
import { IncidentMarks } from '~/ui/incident_marks';
import { Link } from '~/ui/link';
import { newsTexts } from './news_text';
import { titleOf } from './watch_title';

function shipOf(incident: IncidentSummary): string {
  if (incident.vesselWithheld) {
    return t('watch.ship.withheld', { audience: audienceName(incident.vesselWithheld, authorOf(incident)) });
  }
  const type = incident.shipType ? enumName(ShipTypeSchema, incident.shipType) : '';
  if (!incident.vesselName) return type || t('watch.ship.unknown');
  return type ? t('watch.ship.named', { name: incident.vesselName, type }) : incident.vesselName;
}

function isExercise(of: { exerciseStatus: ExerciseStatus } | undefined): boolean {
  return of !== undefined && of.exerciseStatus !== ExerciseStatus.ACTUAL;
}

function IncidentLine({ incident }: { incident: IncidentSummary }): JSX.Element {
  return (
    <>
      <p>
        <Link class="watch-feed-about" path={incidentPath(incident.address || incident.incidentId)}>{enumName(ActStageSchema, incident.actStage)}</Link>
        {' '}<span>{placeText(incident)}</span> <IncidentMarks incident={incident} />
      </p>
      <p class="small muted row watch-feed-facts">
        <span>{shipOf(incident)}</span>
        <span class="num">{occurredText(incident.occurred)}</span>
        <span class="num">{positionText(incident.position)}</span>
        <span class="mono">{incident.address}</span>
        <span>{incident.economies.join(' ')}</span>
      </p>
    </>
  );
}

function NoticeLine({ notice }: { notice: PostedNotice }): JSX.Element {
  return (
    <>
      <p><strong class="watch-feed-about" tabIndex={-1}>{notice.title}</strong> {notice.doubtful && <span class="tag alert">{t('incidents.doubtful')}</span>}</p>
      <p class="small muted watch-feed-facts watch-feed-text">{notice.notice?.text}</p>
    </>
  );
}

// What it is about cannot be read now.
function Unread({ mark: { about, id } }: { mark: EventMark }): JSX.Element {
  const said = t(`watch.feed.unread.${about}`);
  return (
    <p>{about === 'incident' ? <Link class="watch-feed-about" path={`/incident/id/${id}`}>{said}</Link>
      : <span class="watch-feed-about" tabIndex={-1}>{said}</span>}</p>
  );
}

function Acknowledged({ event, open }: { event: WatchEvent; open: boolean }): JSX.Element | null {
  if (open) {
    return <button type="button" class="button" aria-keyshortcuts="a" onClick={() => acknowledge([event.key])}>{t('watch.acknowledge')}</button>;
  }
  if (!event.acknowledged) return null;
  const at = timestampFromDate(new Date(event.acknowledged.at));
  return (
    <>
      <span class="small muted num">{t('watch.acknowledgedBy', { by: event.acknowledged.by })}</span>
      <time class="small muted num" dateTime={event.acknowledged.at}>{timeText(at)}</time>
    </>
  );
}

function Age({ at, now }: { at: Date; now: number }): JSX.Element {
  const stamp = timestampFromDate(at);
  return <time class="watch-feed-age small" dateTime={at.toISOString()} title={timeText(stamp, true)}>{agoText(stamp, now)}</time>;
}

// Which watches it is for, where there are several.
function Watched({ names }: { names: string[] }): JSX.Element | null {
  if (watches.value.length < 2) return null;
  const told = watches.value.filter(({ name, watch }) => watch.title !== '' && names.includes(name));
  return <>{told.map(({ name, watch }) => <span key={name} class="tag">{titleOf(watch)}</span>)}</>;
}

function Row({ mark, age, children, aside }: { mark: string; age: ComponentChildren; children: ComponentChildren; aside?: ComponentChildren }): JSX.Element {
  return (
    <>
      <span class={`watch-feed-mark ${mark}`} aria-hidden="true" />
      {age}
      <div class="watch-feed-what">{children}</div>
      <div class="watch-feed-aside">{aside}</div>
    </>
  );
}

export function EventRow({ event, now, open }: { event: WatchEvent; now: number; open: boolean }): JSX.Element {
  return (
    <li data-key={event.key} data-open={open} class={`${open ? 'open' : ''} ${isExercise(event.incident ?? event.notice) ? 'exercise' : ''}`}>
      <Row mark={open ? event.alarm : ''} age={<Age at={new Date(event.cameAt)} now={now} />} aside={<Acknowledged event={event} open={open} />}>
        <p class="watch-feed-news row">{newsTexts(event).map((text) => <strong key={text}>{text}</strong>)} <Watched names={event.watches} /></p>
        {event.incident && <IncidentLine incident={event.incident} />}
        {event.notice && <NoticeLine notice={event.notice} />}
        {!event.incident && !event.notice && <Unread mark={event} />}
      </Row>
    </li>
  );
}

export function EarlierRow({ incident, now }: { incident: IncidentSummary; now: number }): JSX.Element {
  const at = incident.updatedAt ? dateOf(incident.updatedAt) : undefined;
  return (
    <li class={isExercise(incident) ? 'exercise' : ''}><Row mark="" age={at ? <Age at={at} now={now} /> : null}><IncidentLine incident={incident} /></Row></li>
  );
}

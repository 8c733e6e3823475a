// The live feed: one stream of changes for the whole page, begun with the session and taken up again after its last cursor.
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { computed, effect, signal } from '@preact/signals';
import { isText, listOf, objectOf } from '~/base/checked';
import { incidents } from '~/api/clients';
import { reasonOf } from '~/api/errors';
import { session } from '~/api/session';
import { noteRefusal } from '~/api/transport';
import { IncidentOrder, WatchIncidentsResponseSchema, type IncidentSummary, type WatchIncidentsResponse } from '~/gen/lightship/v1/incident_pb';
import type { PostedNotice } from '~/gen/lightship/v1/notice_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { eventsOf, remember, remembered } from './arrival';
import { nodeAnswers, noteAnswer, officer } from './desk';
import { acknowledgedIn, isAcknowledgement, isActual, isOpen, markOf, withEvent, type Acknowledgement, type EventMark, type WatchEvent } from './events';
import { keepOpen, pause } from './kept_open';
import { openLogbook, writeLogbook } from './logbook';
import { fromHex, hex } from '~/proof/bytes';
import { noticesFor } from './notice_board';
import { exercises } from './settings';
import { loadWatches } from './watches';

export type FeedState = 'starting' | 'live' | 'lost';

export const feedState = signal<FeedState>('starting');
// Newest first: all that was told, and of these what is shown. Exercises are not unless asked for.
const events = signal<WatchEvent[]>([]);
export const shownEvents = computed(() => (exercises.value === 'on' ? events.value : events.value.filter(isActual)));
// What came last, in one burst: for sounds and desktop notices.
export const arrived = signal<WatchEvent[]>([]);
// What was there before, newest first.
export const earlier = signal<IncidentSummary[]>([]);
// News that came while the desk was locked: how many, not what.
export const lockedNews = signal(0);
export const openEvents = computed(() => shownEvents.value.filter(isOpen));

// Since when changes were listed anew, because the node had forgotten how far this desk had read.
export const listedAnew = signal<{ since: Date } | null>(null);

interface Acknowledged {
  keys: string[];
  acknowledged: Acknowledgement;
}

const isAcknowledged = objectOf<Acknowledged>({ keys: listOf(isText), acknowledged: isAcknowledgement });

const gatherMs = 200;
const mostEarlier = 200;
const mostFetched = 50;
export const everyStatus = [ExerciseStatus.ACTUAL, ExerciseStatus.EXERCISE, ExerciseStatus.SYSTEM, ExerciseStatus.TEST, ExerciseStatus.DRAFT];

let restored = false;
let cursor = '';
let knownUntil = new Date();
let abort = new AbortController();
let gathered: WatchIncidentsResponse[] = [];
let gathering: ReturnType<typeof setTimeout> | undefined;
let digested: Promise<void> = Promise.resolve();
// Whether changes may have passed unseen.
let unsure = false;
// Of the same desk.
let otherPages: BroadcastChannel | undefined;

const statuses = () => (exercises.peek() === 'on' ? everyStatus : [ExerciseStatus.ACTUAL]);
const filterNow = () => ({ exerciseStatuses: statuses(), includeRetracted: true });

export function startFeed(): void {
  otherPages = new BroadcastChannel('lightship.acknowledged');
  otherPages.onmessage = ({ data }: MessageEvent<unknown>) => { if (isAcknowledged(data)) apply(data); };
  let was = session.state.peek();
  effect(() => {
    const unlocked = session.state.value === 'open' && was === 'locked';
    was = session.state.value;
    if (unlocked) restart();
  });
  let wanted = exercises.peek();
  effect(() => {
    if (exercises.value === wanted) return;
    wanted = exercises.value;
    restart();
  });
  let answered = nodeAnswers.peek();
  effect(() => {
    const back = nodeAnswers.value && answered === false;
    answered = nodeAnswers.value;
    if (back && feedState.peek() === 'lost') restart();
  });
  listen(abort.signal);
}

function restart(): void {
  abort.abort();
  abort = new AbortController();
  listen(abort.signal);
}

// What was there and what was told when this desk last looked.
async function restore(): Promise<void> {
  const [page] = await Promise.all([openLogbook(), loadWatches()]);
  if (page) {
    cursor = page.cursor;
    knownUntil = new Date(page.at);
  }
  const [{ incidents: newest }, posted] = await Promise.all([
    incidents.listIncidents({ filter: filterNow(), order: IncidentOrder.UPDATED, pageSize: mostEarlier }),
    noticesFor({ all: true, exerciseStatuses: statuses() }),
  ]);
  [...newest].reverse().forEach(remember);
  const told = new Set(page?.marks.map((mark) => mark.id));
  earlier.value = newest.filter((summary) => !told.has(hex(summary.incidentId)));
  const onBoard = new Map(posted.map((notice) => [hex(notice.statementId), notice]));
  const filled = await Promise.all((page?.marks ?? []).map((mark, i) => filledIn(mark, i < mostFetched, onBoard)));
  events.value = filled.filter((event) => event !== null);
  if (!page) lockedNews.value = 0;
  restored = true;
}

// With what it is about. What waits for somebody is kept though that cannot be read now.
async function filledIn(mark: EventMark, mayFetch: boolean, onBoard: Map<string, PostedNotice>): Promise<WatchEvent | null> {
  const unread = isOpen(mark) ? mark : null;
  if (mark.about === 'notice') {
    const notice = onBoard.get(mark.id);
    return notice ? { ...mark, notice } : unread;
  }
  const incident = remembered(mark.id) ?? (mayFetch && unread ? await fetched(mark.id) : undefined);
  return incident ? { ...mark, incident } : unread;
}

async function fetched(id: string): Promise<IncidentSummary | undefined> {
  const name = { case: 'incidentId', value: fromHex(id) } as const;
  return incidents.getIncident({ incident: { name } }).then((answer) => answer.summary, () => undefined);
}

async function* begin(stop: AbortSignal, opened: () => void): AsyncIterable<WatchIncidentsResponse> {
  // A locked desk may read nothing, but is told that there is news.
  if (!restored && session.state.peek() === 'open') await restore();
  await digested;
  yield* incidents.watchIncidents({ filter: filterNow(), cursor, notices: true }, { signal: stop, onHeader: opened });
}

function broken(error: unknown): void {
  feedState.value = 'lost';
  if (error === undefined) return;
  noteRefusal(error);
  noteAnswer(error);
  if (reasonOf(error) === 'INVALID_CURSOR') forgetCursor();
}

function listen(stop: AbortSignal): void {
  void keepOpen(stop, { open: begin, take, well: () => (feedState.value = 'live'), broken, pause });
}

function take(message: WatchIncidentsResponse): void {
  noteAnswer();
  // Nothing is put into the book before it was opened.
  if (message.cursor === '' || !restored) {
    if (message.cursor === '' || message.incident || message.notice) lockedNews.value += 1;
    return;
  }
  if (unsure) listAnew();
  gathered.push(message);
  gathering ??= setTimeout(() => {
    gathering = undefined;
    const batch = gathered;
    gathered = [];
    digested = digested.then(() => digest(batch)).catch(() => undefined);
  }, gatherMs);
}

async function digest(batch: WatchIncidentsResponse[]): Promise<void> {
  const fresh = await eventsOf(batch, knownUntil, statuses());
  cursor = batch[batch.length - 1].cursor;
  if (!unsure) knownUntil = new Date();
  tell(fresh);
  lockedNews.value = 0;
}

function tell(fresh: WatchEvent[]): void {
  if (fresh.length > 0) {
    events.value = fresh.reduce(withEvent, events.peek());
    arrived.value = fresh;
  }
  write();
}

// The node does not know how far this desk has read: a new stream, and what has changed since is listed once that stands.
function forgetCursor(): void {
  cursor = '';
  unsure = true;
  listedAnew.value = { since: knownUntil };
}

function listAnew(): void {
  unsure = false;
  const since = knownUntil;
  digested = digested.then(async () => {
    const filter = { ...filterNow(), updatedFrom: timestampFromDate(since) };
    const { incidents: changed } = await incidents.listIncidents({ filter, order: IncidentOrder.UPDATED, pageSize: mostEarlier });
    tell(await eventsOf([...changed].reverse().map((incident) => create(WatchIncidentsResponseSchema, { incident })), since, statuses()));
  }).catch(() => { unsure = true; });
}

function write(): void {
  writeLogbook({ cursor, at: knownUntil.toISOString(), marks: events.peek().map(markOf) });
}

function apply({ keys, acknowledged }: Acknowledged): void {
  events.value = acknowledgedIn(events.peek(), new Set(keys), acknowledged);
}

export function acknowledge(keys: string[]): void {
  const by = officer.peek()?.identity.split(':').pop() ?? '';
  const said = { keys, acknowledged: { by, at: new Date().toISOString() } };
  apply(said);
  otherPages?.postMessage(said);
  write();
}

export function acknowledgeAll(): void {
  acknowledge(openEvents.peek().map((event) => event.key));
}

// The live feed: one stream of changes for the whole page, begun with the session and taken up again after its last cursor.
import { computed, effect, signal } from '@preact/signals';
import { incidents, notices } from '~/api/clients';
import { isCancelled, reasonOf } from '~/api/errors';
import { session } from '~/api/session';
import { noteRefusal } from '~/api/transport';
import { IncidentOrder, type IncidentSummary, type WatchIncidentsResponse } from '~/gen/lightship/v1/incident_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { eventsOf, remember, remembered } from './arrival';
import { noteAnswer, officer } from './desk';
import { acknowledgedIn, isActual, isOpen, markOf, withEvent, type EventMark, type WatchEvent } from './events';
import { openLogbook, writeLogbook } from './logbook';
import { hex, unhex } from './news';
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

const firstDelayMs = 500;
const mostDelayMs = 30_000;
const gatherMs = 200;
const mostEarlier = 200;
const mostFetched = 50;
const everyStatus = [ExerciseStatus.ACTUAL, ExerciseStatus.EXERCISE, ExerciseStatus.SYSTEM, ExerciseStatus.TEST, ExerciseStatus.DRAFT];

let restored = false;
let cursor = '';
let knownUntil = new Date();
let abort = new AbortController();
let gathered: WatchIncidentsResponse[] = [];
let gathering: ReturnType<typeof setTimeout> | undefined;
let digested: Promise<void> = Promise.resolve();

const statuses = () => (exercises.peek() === 'on' ? everyStatus : [ExerciseStatus.ACTUAL]);
const filterNow = () => ({ exerciseStatuses: statuses(), includeRetracted: true });

export function startFeed(): void {
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
  void listen(abort.signal);
}

function restart(): void {
  abort.abort();
  abort = new AbortController();
  void listen(abort.signal);
}

// What was there and what was told when this desk last looked.
async function restore(): Promise<void> {
  const [page] = await Promise.all([openLogbook(), loadWatches()]);
  if (page) {
    cursor = page.cursor;
    knownUntil = new Date(page.at);
  }
  const [{ incidents: newest }, { notices: posted }] = await Promise.all([
    incidents.listIncidents({ filter: filterNow(), order: IncidentOrder.UPDATED, pageSize: mostEarlier }),
    notices.listNotices({ all: true, exerciseStatuses: statuses() }),
  ]);
  [...newest].reverse().forEach(remember);
  const told = new Set(page?.marks.map((mark) => mark.id));
  earlier.value = newest.filter((summary) => !told.has(hex(summary.incidentId)));
  const onBoard = new Map(posted.map((notice) => [hex(notice.statementId), notice]));
  const filled = await Promise.all((page?.marks ?? []).map((mark, i) => filledIn(mark, i < mostFetched, onBoard)));
  events.value = filled.filter((event) => event !== null);
  restored = true;
}

async function filledIn(mark: EventMark, mayFetch: boolean, onBoard: Map<string, WatchEvent['notice']>): Promise<WatchEvent | null> {
  if (mark.about === 'notice') {
    const notice = onBoard.get(mark.id);
    return notice ? { ...mark, notice } : null;
  }
  const incident = remembered(mark.id) ?? (mayFetch && isOpen(mark) ? await fetched(mark.id) : undefined);
  return incident ? { ...mark, incident } : null;
}

async function fetched(id: string): Promise<IncidentSummary | undefined> {
  const name = { case: 'incidentId', value: unhex(id) } as const;
  return incidents.getIncident({ incident: { name } }).then((answer) => answer.summary, () => undefined);
}

async function listen(stop: AbortSignal): Promise<void> {
  let delay = firstDelayMs;
  while (!stop.aborted) {
    await unlocked(stop);
    try {
      if (!restored) await restore();
      await digested;
      for await (const message of incidents.watchIncidents({ filter: filterNow(), cursor, notices: true }, { signal: stop })) {
        delay = firstDelayMs;
        take(message);
      }
    } catch (error) {
      if (stop.aborted || isCancelled(error)) return;
      noteRefusal(error);
      noteAnswer(error);
      if (reasonOf(error) === 'INVALID_CURSOR') cursor = '';
    }
    if (stop.aborted) return;
    feedState.value = 'lost';
    await pause(delay, stop);
    delay = Math.min(delay * 2, mostDelayMs);
  }
}

// A locked desk begins no stream; one that is open goes on, and tells only that there is news.
function unlocked(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = effect(() => {
      if (session.state.value === 'open' || stop.aborted) queueMicrotask(() => { end(); resolve(); });
    });
    stop.addEventListener('abort', () => { end(); resolve(); }, { once: true });
  });
}

function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

function take(message: WatchIncidentsResponse): void {
  feedState.value = 'live';
  noteAnswer();
  if (message.cursor === '') {
    lockedNews.value += 1;
    return;
  }
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
  knownUntil = new Date();
  if (fresh.length > 0) {
    events.value = fresh.reduce(withEvent, events.peek());
    arrived.value = fresh;
  }
  lockedNews.value = 0;
  write();
}

function write(): void {
  writeLogbook({ cursor, at: knownUntil.toISOString(), marks: events.peek().map(markOf) });
}

export function acknowledge(keys: string[]): void {
  const by = officer.peek()?.identity.split(':').pop() ?? '';
  events.value = acknowledgedIn(events.peek(), new Set(keys), { by, at: new Date().toISOString() });
  write();
}

export function acknowledgeAll(): void {
  acknowledge(openEvents.peek().map((event) => event.key));
}

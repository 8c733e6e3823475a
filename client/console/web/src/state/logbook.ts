// What the watch keeps on the desk's disk: how far it has come, and what it was told, without what incidents say.
import { isMoment, isText, objectOf } from '~/base/checked';
import { bounded, isMark, type EventMark } from './events';
import { Shelf } from './items';

export interface LogbookPage {
  cursor: string;
  // ISO 8601: until when this desk knows what was there.
  at: string;
  marks: EventMark[];
}

const isPage = objectOf<Omit<LogbookPage, 'marks'> & { marks: unknown[] }>({ cursor: isText, at: isMoment, marks: Array.isArray });

// One line that cannot be read does not take the others with it.
export function readPage(stored: unknown): LogbookPage | undefined {
  return isPage(stored) ? { ...stored, marks: stored.marks.filter(isMark) } : undefined;
}

const shelf = new Shelf('acknowledged', readPage);
const page = 'feed';
// Of some 300 bytes each; an item has at most 256 KiB.
const mostMarks = 300;
// What a page that is being left may still send is smaller.
const mostAtParting = 150;
const soonMs = 1_000;

export async function openLogbook(): Promise<LogbookPage | undefined> {
  await shelf.load();
  return shelf.items.peek().find((item) => item.name === page)?.value;
}

let waiting: LogbookPage | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function put(most: number): void {
  clearTimeout(timer);
  timer = undefined;
  if (waiting) void shelf.put(page, { ...waiting, marks: bounded(waiting.marks, most) }).catch(() => undefined);
  waiting = undefined;
}

// Soon, and what came last: a burst of news is written once. When it fails, the next line is written with all of it.
export function writeLogbook(newest: LogbookPage): void {
  waiting = newest;
  timer ??= setTimeout(() => put(mostMarks), soonMs);
}

addEventListener('pagehide', () => put(mostAtParting));

// What the watch keeps on the desk's disk: how far it has come, and what it was told, without what incidents say.
import type { EventMark } from './events';
import { Shelf } from './items';

export interface LogbookPage {
  cursor: string;
  // ISO 8601: until when this desk knows what was there.
  at: string;
  marks: EventMark[];
}

const shelf = new Shelf<LogbookPage>('acknowledged');
const page = 'feed';
// Of some 300 bytes each; an item has at most 256 KiB.
const mostMarks = 300;
const soonMs = 1_000;

export async function openLogbook(): Promise<LogbookPage | undefined> {
  await shelf.load();
  return shelf.items.peek().find((item) => item.name === page)?.value;
}

let waiting: LogbookPage | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

// Soon, and what came last: a burst of news is written once. When it fails, the next line is written with all of it.
export function writeLogbook(newest: LogbookPage): void {
  waiting = { ...newest, marks: newest.marks.slice(0, mostMarks) };
  timer ??= setTimeout(() => {
    timer = undefined;
    void shelf.put(page, waiting!).catch(() => undefined);
  }, soonMs);
}

// What the watch keeps is on its way to the disk before the page is gone.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type EventMark } from '~/state/events';

const put = vi.fn(async (_name: string, _page: { cursor: string; marks: EventMark[] }) => undefined);
vi.mock('~/state/items', () => ({ Shelf: class { put = put; } }));
const page = new EventTarget();
vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
const { writeLogbook } = await import('~/state/logbook');

// Of what nobody waits for any more.
const mark = (n: number): EventMark => (
  { key: `${n}@0`, id: String(n), about: 'incident', alarm: 'incident', cameAt: '2026-11-22T03:25:00Z', news: [], watches: [] });
const write = (cursor: string, marks: EventMark[] = []) => writeLogbook({ cursor, at: '2026-11-22T03:25:00Z', marks });

beforeEach(() => {
  vi.useFakeTimers();
  put.mockClear();
});
afterEach(() => void vi.useRealTimers());

test('a burst is written once, as it was last', async () => {
  ['1', '2', '3'].forEach((cursor) => write(cursor));
  await vi.runAllTimersAsync();
  expect(put.mock.calls.map(([, { cursor }]) => cursor)).toEqual(['3']);
});

test('a page that is being left writes at once, only once, and no more than it may still send', async () => {
  write('1', Array.from({ length: 300 }, (_, n) => mark(n)));
  page.dispatchEvent(new Event('pagehide'));
  expect(put.mock.calls.map(([, { marks }]) => marks.length)).toEqual([150]);
  await vi.runAllTimersAsync();
  page.dispatchEvent(new Event('pagehide'));
  expect(put).toHaveBeenCalledTimes(1);
});

// What one page of the desk acknowledges is acknowledged on its others.
import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import './browser';

// Between pages of one browser: everyone hears it but who said it.
class Channel {
  static open: Channel[] = [];
  onmessage: (event: { data: unknown }) => void = () => undefined;

  constructor(readonly name: string) {
    Channel.open.push(this);
  }

  postMessage(data: unknown): void {
    Channel.open.filter((one) => one !== this && one.name === this.name).forEach((one) => one.onmessage({ data: structuredClone(data) }));
  }
}

const mark = (id: string) => ({
  key: `${id}@0`, id, about: 'incident', alarm: 'incident', cameAt: '2026-11-22T03:25:00Z', news: [], watches: ['everything'],
});
const written = vi.hoisted(() => [] as unknown[]);

vi.mock('~/api/clients', () => ({
  incidents: {
    listIncidents: async () => ({ incidents: [] }),
    getIncident: async () => { throw new Error('not held'); },
    watchIncidents: async function* () { await new Promise(() => undefined); },
  },
}));
vi.mock('~/api/session', () => ({ session: { state: signal('open') } }));
vi.mock('~/api/transport', () => ({ noteRefusal: () => undefined }));
vi.mock('~/state/desk', () => ({ nodeAnswers: signal(true), officer: signal({ identity: 'SG:watch:tan' }), noteAnswer: () => undefined }));
vi.mock('~/state/logbook', () => ({
  openLogbook: async () => ({ cursor: 'c', at: '2026-11-22T03:25:00Z', marks: [mark('0a'), mark('0b')] }),
  writeLogbook: (page: unknown) => void written.push(page),
}));
vi.mock('~/state/notice_board', () => ({ noticesFor: async () => [] }));
vi.mock('~/state/watches', () => ({ loadWatches: async () => undefined }));

async function openPage(): Promise<typeof import('~/state/feed')> {
  vi.resetModules();
  const feed = await import('~/state/feed');
  feed.startFeed();
  await vi.waitFor(() => expect(feed.openEvents.value.map(({ id }) => id)).toEqual(['0a', '0b']));
  return feed;
}

beforeEach(() => vi.stubGlobal('BroadcastChannel', Channel));
afterEach(() => {
  Channel.open = [];
  written.length = 0;
});

test('an event that is acknowledged on one page does not wait on the other, and tells by whom', async () => {
  const [here, there] = [await openPage(), await openPage()];
  here.acknowledge(['0a@0']);
  expect([here, there].map(({ openEvents }) => openEvents.value.map(({ id }) => id))).toEqual([['0b'], ['0b']]);
  expect(there.shownEvents.value.find(({ id }) => id === '0a')!.acknowledged).toMatchObject({ by: 'tan' });
  expect(written.length).toBe(1);
});

test('what is no acknowledgement is passed over', async () => {
  const feed = await openPage();
  for (const data of [null, 'all', { keys: ['0a@0'] }, { keys: '0a@0', acknowledged: { by: 'tan', at: '2026-11-22T03:25:00Z' } }]) {
    new Channel('lightship.acknowledged').postMessage(data);
  }
  expect(feed.openEvents.value.length).toBe(2);
});

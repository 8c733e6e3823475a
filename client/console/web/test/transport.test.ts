// What is sent while the page is being left outlives it.
import { createClient } from '@connectrpc/connect';
import { beforeEach, expect, test, vi } from 'vitest';
import { DeskService } from '~/gen/lightship/console/v1/desk_pb';

const page = new EventTarget();
const sent: RequestInit[] = [];
vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
vi.stubGlobal('location', { origin: 'http://127.0.0.1' });
vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
  sent.push(init);
  return new Response(new Uint8Array(), { headers: { 'Content-Type': 'application/proto' } });
});
vi.mock('~/api/session', () => ({ session: { key: { peek: () => 'k' }, state: {} } }));
const { transport } = await import('~/api/transport');

const desk = createClient(DeskService, transport);
const keep = () => desk.putItem({ collection: 'drafts', name: 'report-1', content: new Uint8Array([1]) });

beforeEach(() => void sent.splice(0));

test('a draft that is kept as the page is left is carried on without it', async () => {
  await keep();
  page.dispatchEvent(new Event('pagehide'));
  await keep();
  page.dispatchEvent(new Event('pageshow'));
  await keep();
  expect(sent.map(({ keepalive }) => keepalive ?? false)).toEqual([false, true, false]);
});

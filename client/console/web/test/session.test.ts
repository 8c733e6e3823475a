import { beforeEach, describe, expect, test, vi } from 'vitest';
import './browser';

const kept = new Map<string, string>();
vi.stubGlobal('sessionStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
});
vi.stubGlobal('location', { hash: '', pathname: '/map', search: '' });
const answers = vi.fn();
vi.stubGlobal('fetch', answers);

const saying = (body: object, status = 200) => new Response(JSON.stringify(body), { status });
const { session } = await import('~/api/session');

describe('the session of the page', () => {
  beforeEach(() => {
    answers.mockReset();
    session.key.value = 'k';
    session.state.value = 'open';
  });

  test('is not shown as locked when the console was not told', async () => {
    answers.mockRejectedValue(new TypeError('refused'));
    expect(await session.lock()).toBe(false);
    expect(session.state.value).toBe('open');
    answers.mockResolvedValue(saying({ locked: true }));
    expect(await session.lock()).toBe(true);
    expect(session.state.value).toBe('locked');
  });

  test('is never left opening, and its key is kept while the console is silent', async () => {
    session.state.value = 'opening';
    answers.mockRejectedValue(new TypeError('refused'));
    await session.open();
    expect([session.state.value, session.key.value]).toEqual(['none', 'k']);
  });

  test('tells a wrong code from a silent console', async () => {
    session.state.value = 'locked';
    answers.mockRejectedValueOnce(new TypeError('refused'));
    expect(await session.unlock('1')).toBe('silent');
    answers.mockResolvedValueOnce(saying({}, 403));
    expect(await session.unlock('1')).toBe('wrong');
    expect(session.state.value).toBe('locked');
    answers.mockResolvedValueOnce(saying({ locked: false }));
    expect(await session.unlock('2')).toBe('open');
  });

  test('hears that the console has locked or ended it, and is opened by the code alone', async () => {
    answers.mockResolvedValueOnce(saying({ locked: true }));
    await session.look();
    expect(session.state.value).toBe('locked');
    answers.mockResolvedValueOnce(saying({ locked: false }));
    await session.look();
    expect(session.state.value).toBe('locked');
    answers.mockResolvedValueOnce(saying({}, 401));
    await session.look();
    expect(session.state.value).toBe('none');
  });
});

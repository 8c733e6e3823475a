// The page's session with the desk: opened once with the link's token, locked when nobody is there.
//
// The key lives in this tab's storage: no other page can send it, and it dies with the console.
import { signal } from '@preact/signals';

type SessionState = 'opening' | 'open' | 'locked' | 'none';

const storage = 'lightship.session';
const unauthorised = 401;

const key = signal(sessionStorage.getItem(storage) ?? '');
const state = signal<SessionState>('opening');

async function post(path: string, body: object): Promise<Response> {
  return fetch(`/session/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key.peek()}` },
    body: JSON.stringify(body),
  });
}

// With the token of the address, which is taken out of it at once, or with the key of before.
async function open(): Promise<void> {
  try {
    await redeem();
    if (key.peek()) await look();
  } catch {
    // The console does not answer: its key may still be good when the page is loaded again.
    state.value = 'none';
    return;
  }
  if (!key.peek()) forget();
}

async function redeem(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!token) return;
  history.replaceState(null, '', location.pathname + location.search);
  const answer = await post('open', { token });
  if (!answer.ok) return;
  key.value = (await answer.json()).key;
  sessionStorage.setItem(storage, key.value);
}

// Whether the console has locked the session, or ended it. It is unlocked by its code alone.
async function look(): Promise<void> {
  const answer = await fetch('/session', { headers: { Authorization: `Bearer ${key.peek()}` } });
  if (!answer.ok) return forget();
  const { locked } = (await answer.json()) as { locked: boolean };
  if (locked) state.value = 'locked';
  else if (state.peek() === 'opening') state.value = 'open';
}

function forget(): void {
  key.value = '';
  sessionStorage.removeItem(storage);
  state.value = 'none';
}

// False when the console could not be told: it is not locked then.
async function lock(): Promise<boolean> {
  const answer = await post('lock', {}).catch(() => null);
  if (answer?.ok) state.value = 'locked';
  else if (answer?.status === unauthorised) forget();
  return answer?.ok ?? false;
}

export type Unlocking = 'open' | 'wrong' | 'silent';

async function unlock(code: string): Promise<Unlocking> {
  const answer = await post('unlock', { code }).catch(() => null);
  if (answer?.ok) state.value = 'open';
  else if (answer?.status === unauthorised) forget();
  return answer ? (answer.ok ? 'open' : 'wrong') : 'silent';
}

// Tells that somebody is there: at most every 20 seconds, and only for what a person does.
let toldAt = 0;
function noteInput(): void {
  if (state.peek() !== 'open' || performance.now() - toldAt < 20_000) return;
  toldAt = performance.now();
  void post('active', {}).catch(() => undefined);
}
for (const kind of ['pointerdown', 'keydown', 'wheel'] as const) {
  addEventListener(kind, noteInput, { passive: true, capture: true });
}

export const session = { key, state, open, look, forget, lock, unlock };

// The page's session with the desk: opened once with the link's token, locked when nobody is there.
//
// The key lives in this tab's storage: no other page can send it, and it dies with the console.
import { signal } from '@preact/signals';

export type SessionState = 'opening' | 'open' | 'locked' | 'none';

const storage = 'lightship.session';

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
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    history.replaceState(null, '', location.pathname + location.search);
    const answer = await post('open', { token });
    if (answer.ok) {
      key.value = (await answer.json()).key;
      sessionStorage.setItem(storage, key.value);
    }
  }
  if (!key.value) return forget();
  const answer = await fetch('/session', { headers: { Authorization: `Bearer ${key.value}` } });
  if (!answer.ok) return forget();
  state.value = (await answer.json()).locked ? 'locked' : 'open';
}

function forget(): void {
  key.value = '';
  sessionStorage.removeItem(storage);
  state.value = 'none';
}

async function lock(): Promise<void> {
  state.value = 'locked';
  await post('lock', {});
}

// False for a wrong code.
async function unlock(code: string): Promise<boolean> {
  const answer = await post('unlock', { code });
  if (answer.ok) state.value = 'open';
  else if (answer.status === 401) forget();
  return answer.ok;
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

export const session = { key, state, open, forget, lock, unlock };

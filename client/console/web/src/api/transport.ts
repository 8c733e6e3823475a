// Calls to the desk and, through it, to the node: the Connect protocol with the session's key.
import { Code, ConnectError, type Interceptor } from '@connectrpc/connect';
import { createConnectTransport } from '@connectrpc/connect-web';
import { session } from './session';
import { reasonOf } from './errors';

const authorise: Interceptor = (next) => async (request) => {
  request.header.set('Authorization', `Bearer ${session.key.peek()}`);
  try {
    return await next(request);
  } catch (error) {
    noteRefusal(error);
    throw error;
  }
};

// A stream tells at its end that the session is locked or over.
export function noteRefusal(error: unknown): void {
  const refused = ConnectError.from(error);
  if (refused.code !== Code.Unauthenticated) return;
  if (reasonOf(refused) === 'LOCKED') session.state.value = 'locked';
  else if (reasonOf(refused) === 'NO_SESSION') session.forget();
}

// What is sent while the page is being left outlives it.
let leaving = false;
addEventListener('pagehide', () => (leaving = true), { capture: true });
addEventListener('pageshow', () => (leaving = false));

export const transport = createConnectTransport({
  baseUrl: `${location.origin}/rpc`,
  useBinaryFormat: true,
  interceptors: [authorise],
  fetch: (input, init) => fetch(input, leaving ? { ...init, keepalive: true } : init),
});

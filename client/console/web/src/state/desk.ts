// Who sits here, and how the node answers: loaded once the session is open.
import { signal } from '@preact/signals';
import { desk, node } from '~/api/clients';
import { isCancelled, isOfConsole, isUnreachable } from '~/api/errors';
import { session } from '~/api/session';
import type { GetDeskResponse } from '~/gen/lightship/console/v1/desk_pb';
import type { GetStatusResponse } from '~/gen/lightship/v1/node_pb';

export const officer = signal<GetDeskResponse | null>(null);
// Newest answer of the node, and whether the last question was answered.
export const status = signal<GetStatusResponse | null>(null);
export const nodeAnswers = signal<boolean | null>(null);

const statusEveryMs = 4_000;

export function mayAct(...roles: string[]): boolean {
  return roles.some((role) => officer.value?.roles.includes(role));
}

// Any call's outcome tells about the node too, if it came so far.
export function noteAnswer(error?: unknown): void {
  if (error === undefined) nodeAnswers.value = true;
  else if (!isCancelled(error) && !isOfConsole(error)) nodeAnswers.value = !isUnreachable(error);
}

async function askStatus(): Promise<void> {
  try {
    status.value = await node.getStatus({}, { timeoutMs: 10_000 });
    noteAnswer();
  } catch (error) {
    noteAnswer(error);
  }
}

export async function loadDesk(): Promise<void> {
  officer.value = await desk.getDesk({});
}

// For as long as there is a session, locked or not.
export async function keepAsking(): Promise<void> {
  // A console that does not answer is heard of by the next line.
  await session.look().catch(() => undefined);
  if (session.state.peek() === 'none') return;
  await askStatus();
  setTimeout(() => void keepAsking(), statusEveryMs);
}

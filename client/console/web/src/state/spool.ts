// What was signed while the node could not be reached: handed in as soon as the node answers again.
import { effect, signal } from '@preact/signals';
import { desk } from '~/api/clients';
import { session } from '~/api/session';
import type { SendSpoolResponse, SpooledAttachment, SpooledLine } from '~/gen/lightship/console/v1/desk_pb';
import { nodeAnswers, status } from './desk';

export const waiting = signal<SpooledLine[]>([]);
// Also of statements that the node has already.
export const waitingFiles = signal<SpooledAttachment[]>([]);
// Of the last time that something was handed in.
export const handedIn = signal<SendSpoolResponse | null>(null);

export async function lookAtSpool(): Promise<void> {
  const spool = await desk.listSpool({});
  waiting.value = spool.waiting;
  waitingFiles.value = spool.attachments;
}

let sending = false;

// Does nothing while it is under way.
export async function handIn(): Promise<void> {
  if (sending) return;
  sending = true;
  try {
    handedIn.value = await desk.sendSpool({});
  } finally {
    sending = false;
    await lookAtSpool();
  }
}

// Tried anew with each answer of the node's status: a node that answers may still not take anything.
export function startSpool(): void {
  void lookAtSpool().catch(() => undefined);
  effect(() => {
    const ready = nodeAnswers.value && status.value?.notAccepting === '';
    const left = waiting.peek().length + waitingFiles.peek().length;
    if (ready && left > 0 && session.state.peek() === 'open') void handIn().catch(() => undefined);
  });
}

// The newest receipt of a statement: asked for until everyone in its audience holds it, one question at a time, less and less
// often while nothing changes, and only while somebody looks.
import { useEffect, useState } from 'preact/hooks';
import { receipts } from '~/api/clients';
import { session } from '~/api/session';
import type { Receipt } from '~/gen/lightship/v1/log_pb';
import type { GetReceiptRequest } from '~/gen/lightship/v1/submission_pb';
import { nodeAnswers, noteAnswer } from '~/state/desk';

const firstPauseMs = 2_000;
const longestPauseMs = 60_000;
const growth = 1.5;
const answerWithinMs = 10_000;

export type Holding = Pick<Receipt, 'holders' | 'audience'>;

function isComplete({ holders, audience }: Holding): boolean {
  return audience.length > 0 && audience.every((economy) => holders.includes(economy));
}

interface Rounds {
  // Undefined: not known now.
  ask(): Promise<Receipt | undefined>;
  // Until the next question; true when the node or the officer has come back meanwhile.
  pause(ms: number): Promise<boolean>;
  tell(receipt: Receipt): void;
  ended(): boolean;
}

export async function followReceipt(first: Holding | undefined, { ask, pause, tell, ended }: Rounds): Promise<void> {
  let known = first;
  let pauseMs = firstPauseMs;
  while (!known || !isComplete(known)) {
    const back = await pause(pauseMs);
    if (ended()) return;
    const answer = await ask();
    if (ended()) return;
    const grew = (answer?.holders.length ?? 0) > (known?.holders.length ?? 0);
    pauseMs = back || grew ? firstPauseMs : Math.min(pauseMs * growth, longestPauseMs);
    if (!answer) continue;
    known = answer;
    tell(answer);
  }
}

function isWatched(): boolean {
  return document.visibilityState === 'visible' && session.state.peek() === 'open';
}

// Over when the time has come and somebody looks, at once when the node or the officer is back, and with the component.
function nextRound(ms: number, signal: AbortSignal): Promise<boolean> {
  const away = nodeAnswers.peek() === false || !isWatched();
  const over = new AbortController();
  return new Promise((resolve) => {
    let due = false;
    const look = () => {
      const isNow = isWatched() && (due || (away && nodeAnswers.peek() === true));
      if (!isNow && !signal.aborted) return;
      over.abort();
      resolve(away);
    };
    const timer = setTimeout(() => { due = true; look(); }, ms);
    const stops = [session.state.subscribe(look), nodeAnswers.subscribe(look), () => clearTimeout(timer)];
    over.signal.addEventListener('abort', () => stops.forEach((stop) => stop()), { once: true });
    document.addEventListener('visibilitychange', look, { signal: over.signal });
    signal.addEventListener('abort', look, { signal: over.signal });
  });
}

// `tell` hears of each newer one until everyone holds it, or until it is stopped.
export function followAtNode(
  statement: GetReceiptRequest['statement'], first: Holding | undefined, signal: AbortSignal, tell: (receipt: Receipt) => void,
): void {
  const ask = async () => {
    try {
      const answer = await receipts.getReceipt({ statement }, { signal, timeoutMs: answerWithinMs });
      noteAnswer();
      return answer.receipt;
    } catch (error) {
      noteAnswer(error);
      return undefined;
    }
  };
  void followReceipt(first, { ask, pause: (ms) => nextRound(ms, signal), tell, ended: () => signal.aborted });
}

// None while the statement waits in the spool.
export function useReceipt(statementId: Uint8Array, first: Receipt | undefined): Receipt | undefined {
  const [receipt, setReceipt] = useState(first);
  useEffect(() => {
    const abort = new AbortController();
    followAtNode({ case: 'statementId', value: statementId }, first, abort.signal, setReceipt);
    return () => abort.abort();
  }, [statementId]);
  return receipt;
}

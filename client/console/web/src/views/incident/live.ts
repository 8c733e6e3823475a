// Keeps the page as things are: hears of changes while it is open, and asks for receipts while they grow.
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { incidents, receipts } from '~/api/clients';
import { session } from '~/api/session';
import type { GetIncidentResponse, IncidentStatement, IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { awaitedHolders, concerns } from './reports';

const retryMs = 3_000;
const receiptEveryMs = 2_000;
// The newest of those that somebody does not hold yet: older ones grow with them.
const receiptsAtOnce = 3;

const everyStatus = [ExerciseStatus.ACTUAL, ExerciseStatus.EXERCISE, ExerciseStatus.SYSTEM, ExerciseStatus.TEST,
  ExerciseStatus.DRAFT];

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

// Nothing is asked while the desk is locked: what came meanwhile is asked for when it opens.
function useUnlocked(tell: () => void): void {
  const was = useRef(session.state.peek());
  useSignalEffect(() => {
    const unlocked = session.state.value === 'open' && was.current === 'locked';
    was.current = session.state.value;
    if (unlocked) tell();
  });
}

export function useLive(summary: IncidentSummary | undefined, changed: () => void): void {
  const latest = useRef({ summary, changed });
  latest.current = { summary, changed };
  useUnlocked(() => latest.current.changed());
  useEffect(() => {
    const abort = new AbortController();
    const follow = async () => {
      let cursor = '';
      while (!abort.signal.aborted) {
        try {
          const request = { filter: { exerciseStatuses: everyStatus, includeRetracted: true }, cursor };
          for await (const news of incidents.watchIncidents(request, { signal: abort.signal })) {
            cursor = news.cursor;
            const { summary: shown, changed: tell } = latest.current;
            if (shown && news.incident && concerns(shown, news.incident)) tell();
          }
        } catch {
          // What happened meanwhile is not known: begin again, from how things are now.
          cursor = '';
          if (!abort.signal.aborted) latest.current.changed();
        }
        await pause(retryMs, abort.signal);
      }
    };
    void follow();
    return () => abort.abort();
  }, []);
}

export interface Holding {
  holders: string[];
  audience: string[];
}

export type Holdings = Map<string, Holding>;

function incomplete(incident: GetIncidentResponse, known: Holdings): IncidentStatement[] {
  const waiting = incident.statements.filter((one) => one.address !== '' && awaitedHolders(known.get(one.address) ?? one).length > 0);
  return waiting.slice(-receiptsAtOnce);
}

// Who holds which statement, by address: as the incident says, and newer where a receipt has grown since.
export function useHoldings(incident: GetIncidentResponse): Holdings {
  const [holdings, setHoldings] = useState<Holdings>(new Map());
  const latest = useRef(holdings);
  latest.current = holdings;
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      if (document.visibilityState === 'hidden' || session.state.peek() !== 'open') return;
      for (const { address } of incomplete(incident, latest.current)) {
        const { receipt } = await receipts.getReceipt({ statement: { case: 'address', value: address } }, { signal: abort.signal });
        if (receipt) setHoldings((before) => new Map(before).set(address, receipt));
      }
    };
    const keepAsking = async () => {
      while (!abort.signal.aborted && incomplete(incident, latest.current).length > 0) {
        // A node that does not answer is told of in the bar; the next round asks again.
        await ask().catch(() => undefined);
        await pause(receiptEveryMs, abort.signal);
      }
    };
    void keepAsking();
    return () => abort.abort();
  }, [incident]);
  return holdings;
}

// Keeps the page as things are: hears of changes while it is open, and asks for receipts while they grow.
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { incidents } from '~/api/clients';
import { session } from '~/api/session';
import type { GetIncidentResponse, IncidentStatement, IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { arrived, everyStatus, feedState } from '~/state/feed';
import { keepOpen, pause } from '~/state/kept_open';
import { exercises } from '~/state/settings';
import { followAtNode, type Holding } from '~/ui/use_receipt';
import { awaitedHolders, concerns } from './reports';

// The newest of those that somebody does not hold yet: older ones grow with them.
const receiptsAtOnce = 3;

function useComingBack(isThere: () => boolean, tell: () => void): void {
  const was = useRef(true);
  useSignalEffect(() => {
    const is = isThere();
    if (is && !was.current) tell();
    was.current = is;
  });
}

function useArrivals(hear: (incident: IncidentSummary) => void): void {
  const known = useRef(arrived.peek());
  useSignalEffect(() => {
    if (arrived.value === known.current) return;
    known.current = arrived.value;
    arrived.value.forEach(({ incident }) => incident && hear(incident));
  });
}

// A stream of its own for what the feed leaves out: exercises, while they are not shown.
function useUnheard(isUnheard: boolean, hear: (incident: IncidentSummary) => void, lost: () => void): void {
  useEffect(() => {
    if (!isUnheard) return undefined;
    const abort = new AbortController();
    const filter = { exerciseStatuses: everyStatus, includeRetracted: true };
    void keepOpen(abort.signal, {
      open: (signal, onHeader) => incidents.watchIncidents({ filter }, { signal, onHeader }),
      take: ({ incident }) => incident && hear(incident),
      well: () => undefined,
      broken: lost,
      pause,
    });
    return () => abort.abort();
  }, [isUnheard]);
}

// Nothing is heard while the desk is locked or the feed is lost: what came meanwhile is asked for afterwards.
export function useLive(summary: IncidentSummary | undefined, changed: () => void): void {
  const latest = useRef({ summary, changed });
  latest.current = { summary, changed };
  const tell = () => latest.current.changed();
  const hear = (incident: IncidentSummary) => {
    const shown = latest.current.summary;
    if (shown && concerns(shown, incident)) tell();
  };
  useComingBack(() => session.state.value === 'open', tell);
  useComingBack(() => feedState.value !== 'lost', tell);
  useArrivals(hear);
  const isUnheard = summary !== undefined && summary.exerciseStatus !== ExerciseStatus.ACTUAL && exercises.value === 'off';
  useUnheard(isUnheard, hear, tell);
}

export type Holdings = Map<string, Holding>;

function incomplete(incident: GetIncidentResponse, known: Holdings): IncidentStatement[] {
  const waiting = incident.statements.filter((one) => one.address !== '' && awaitedHolders(known.get(one.address) ?? one).length > 0);
  return waiting.slice(-receiptsAtOnce);
}

// Who holds which statement, by address: as the incident says, and newer where a receipt has grown since.
export function useHoldings(incident: GetIncidentResponse): Holdings {
  const [holdings, setHoldings] = useState<Holdings>(new Map());
  const asked = incomplete(incident, holdings);
  useEffect(() => {
    const abort = new AbortController();
    for (const one of asked) {
      const { address } = one;
      followAtNode({ case: 'address', value: address }, holdings.get(address) ?? one, abort.signal,
        (receipt) => setHoldings((before) => new Map(before).set(address, receipt)));
    }
    return () => abort.abort();
  }, [incident, asked.map(({ address }) => address).join(' ')]);
  return holdings;
}

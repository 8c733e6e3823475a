// A list of incidents, asked page by page.
import { useEffect, useRef, useState } from 'preact/hooks';
import { incidents } from '~/api/clients';
import type { IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import type { IncidentOrder, IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { noteAnswer } from '~/state/desk';

interface Pages {
  // Kept while the first page of another question is asked.
  lines: IncidentSummary[];
  total: number;
  hasMore: boolean;
  asking: boolean;
  error?: unknown;
  more: () => void;
  again: () => void;
}

interface Asked {
  lines: IncidentSummary[];
  total: number;
  token: string;
  asking: boolean;
  error?: unknown;
}

export function usePages(filter: IncidentFilter, order: IncidentOrder, pageSize: number, key: string): Pages {
  const [asked, setAsked] = useState<Asked>({ lines: [], total: 0, token: '', asking: true });
  const [round, setRound] = useState(0);
  const abort = useRef<AbortController | null>(null);

  const ask = async (before: IncidentSummary[], pageToken: string) => {
    abort.current?.abort();
    const mine = (abort.current = new AbortController());
    setAsked((was) => ({ ...was, asking: true, error: undefined }));
    try {
      const page = await incidents.listIncidents({ filter, order, pageSize, pageToken }, { signal: mine.signal });
      noteAnswer();
      if (mine.signal.aborted) return;
      const lines = [...before, ...page.incidents];
      setAsked({ lines, total: Number(page.total), token: page.nextPageToken, asking: false });
    } catch (error) {
      if (mine.signal.aborted) return;
      noteAnswer(error);
      setAsked((was) => ({ ...was, asking: false, error }));
    }
  };

  useEffect(() => {
    void ask([], '');
    return () => abort.current?.abort();
  }, [key, order, pageSize, round]);

  return {
    ...asked,
    hasMore: asked.token !== '',
    more: () => void ask(asked.lines, asked.token),
    again: () => setRound((n) => n + 1),
  };
}

// A list of incidents, asked page by page.
import { useEffect, useRef, useState } from 'preact/hooks';
import { incidents } from '~/api/clients';
import { pageAfter } from '~/api/pages';
import type { IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import type { IncidentOrder, IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { noteAnswer } from '~/state/desk';

interface Pages {
  // Kept while the first page of another question is asked.
  lines: IncidentSummary[];
  total: number;
  hasMore: boolean;
  asking: boolean;
  // More was asked for, and the node did not know any more how far the list had been read: it begins again.
  startedAgain: boolean;
  error?: unknown;
  more: () => void;
  again: () => void;
}

interface Asked {
  lines: IncidentSummary[];
  total: number;
  token: string;
  asking: boolean;
  startedAgain: boolean;
  error?: unknown;
}

export function usePages(filter: IncidentFilter, order: IncidentOrder, pageSize: number, key: string): Pages {
  const [asked, setAsked] = useState<Asked>({ lines: [], total: 0, token: '', asking: true, startedAgain: false });
  const [round, setRound] = useState(0);
  const abort = useRef<AbortController | null>(null);

  const ask = async (before: IncidentSummary[], pageToken: string) => {
    abort.current?.abort();
    const mine = (abort.current = new AbortController());
    setAsked((was) => ({ ...was, asking: true, error: undefined }));
    try {
      const asking = (token: string) => incidents.listIncidents({ filter, order, pageSize, pageToken: token }, { signal: mine.signal });
      const { page, anew } = await pageAfter(asking, pageToken);
      noteAnswer();
      if (mine.signal.aborted) return;
      const lines = anew ? page.incidents : [...before, ...page.incidents];
      setAsked({ lines, total: Number(page.total), token: page.nextPageToken, asking: false, startedAgain: anew && pageToken !== '' });
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

// A question to the node, asked when a component appears and whenever what it depends on changes.
import { useEffect, useRef, useState } from 'preact/hooks';
import { noteAnswer } from '~/state/desk';

interface Answer<T> {
  // Of the newest question that was answered; kept while the next is asked.
  value?: T;
  error?: unknown;
  asking: boolean;
  again: () => void;
}

export function useAnswer<T>(ask: (signal: AbortSignal) => Promise<T>, inputs: unknown[]): Answer<T> {
  return useAsked(ask, inputs, noteAnswer);
}

// A question to the desk alone: its answer tells nothing of the node.
export function useDeskAnswer<T>(ask: (signal: AbortSignal) => Promise<T>, inputs: unknown[]): Answer<T> {
  return useAsked(ask, inputs, () => undefined);
}

function useAsked<T>(ask: (signal: AbortSignal) => Promise<T>, inputs: unknown[], note: (error?: unknown) => void): Answer<T> {
  const [answer, setAnswer] = useState<{ value?: T; error?: unknown; asking: boolean }>({ asking: true });
  const [round, setRound] = useState(0);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    const abort = new AbortController();
    setAnswer((before) => ({ ...before, asking: true }));
    latest.current(abort.signal).then(
      (value) => {
        note();
        if (!abort.signal.aborted) setAnswer({ value, asking: false });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        note(error);
        setAnswer((before) => ({ value: before.value, error, asking: false }));
      },
    );
    return () => abort.abort();
  }, [...inputs, round]);
  return { ...answer, again: () => setRound((n) => n + 1) };
}

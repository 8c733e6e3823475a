// What the desk understands of a time or a position while it is typed, told before anything is signed.
import { useEffect, useState } from 'preact/hooks';
import { desk } from '~/api/clients';
import type { UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import { failureText } from './failure';

const pauseMs = 250;

export type Asked = 'time' | 'position';

interface Understood {
  // False while what was typed last has not been read.
  settled: boolean;
  answer?: UnderstandResponse;
  error: string;
}

// `what` undefined: the text is neither, and nothing is asked.
export function useUnderstood(what: Asked | undefined, typed: string): Understood {
  const text = typed.trim();
  const key = what && text !== '' ? `${what} ${text}` : '';
  const [known, setKnown] = useState<{ key: string; answer?: UnderstandResponse; error: string }>({ key: '', error: '' });
  useEffect(() => {
    if (!what || key === '') return undefined;
    const asked = new AbortController();
    const timer = setTimeout(() => {
      desk.understand({ [what]: text }, { signal: asked.signal }).then(
        (answer) => setKnown({ key, answer, error: what === 'time' ? answer.timeError : answer.positionError }),
        (error: unknown) => { if (!asked.signal.aborted) setKnown({ key, error: failureText(error) }); });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [key]);
  if (key === '') return { settled: true, error: '' };
  if (known.key !== key) return { settled: false, error: '' };
  return { settled: true, answer: known.answer, error: known.error };
}

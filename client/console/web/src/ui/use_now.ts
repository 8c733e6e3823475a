// The time now; the component is drawn anew every so often.
import { useEffect, useState } from 'preact/hooks';

export function useNow(everyMs: number): number {
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => draw((n) => n + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return Date.now();
}

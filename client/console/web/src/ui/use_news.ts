// Counts up when incidents have changed at the node: what shows incidents asks again then. Bursts count once.
import { useSignalEffect } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { arrived } from '~/state/feed';

const settleMs = 2_000;

export function useNews(): number {
  const [round, setRound] = useState(0);
  const known = useRef(arrived.peek());
  useSignalEffect(() => {
    if (arrived.value === known.current) return;
    known.current = arrived.value;
    const timer = setTimeout(() => setRound((n) => n + 1), settleMs);
    return () => clearTimeout(timer);
  });
  return round;
}

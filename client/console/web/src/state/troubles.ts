// What is wrong with the node or the logs that it holds, so that somebody must look: sounds until acknowledged, stays until mended.
import { computed, effect, signal } from '@preact/signals';
import { nodeAnswers, status } from './desk';
import { troublesOf, type Trouble } from './trouble';

// A node that misses one question is not lost.
const lostAfterMs = 10_000;
const lost = signal(false);
let losing: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  const silent = nodeAnswers.value === false;
  if (silent && !losing && !lost.peek()) {
    losing = setTimeout(() => {
      losing = undefined;
      lost.value = true;
    }, lostAfterMs);
  } else if (!silent) {
    clearTimeout(losing);
    losing = undefined;
    lost.value = false;
  }
});

export const troubles = computed<Trouble[]>(() => [
  ...(lost.value ? [{ key: 'node lost', what: 'nodeLost', subject: '', text: '' } as const] : []),
  ...troublesOf(status.value),
]);

// What is over and comes again is new.
const seen = signal<ReadonlySet<string>>(new Set());
effect(() => {
  const present = new Set(troubles.value.map((one) => one.key));
  const still = [...seen.peek()].filter((key) => present.has(key));
  if (still.length < seen.peek().size) seen.value = new Set(still);
});

export const openTroubles = computed(() => troubles.value.filter((one) => !seen.value.has(one.key)));

export function acknowledgeTrouble(key: string): void {
  seen.value = new Set([...seen.peek(), key]);
}

// What is wrong with the node or the logs that it holds, so that somebody must look: sounds until acknowledged, stays until mended.
import { computed, effect, signal } from '@preact/signals';
import type { GetStatusResponse } from '~/gen/lightship/v1/node_pb';
import { nodeAnswers, status } from './desk';

export interface Trouble {
  // The same for as long as it lasts.
  key: string;
  what: 'nodeLost' | 'fork' | 'warning';
  // Log, or what the node names; empty for a lost node.
  subject: string;
  text: string;
}

// Warnings of the node that cannot wait until morning (node/rpc/warning_board.h).
const urgentCodes = ['DAMAGE', 'DUPLICATE_NODE'];

export function troublesOf(answer: GetStatusResponse | null): Trouble[] {
  const forks = (answer?.logs ?? []).filter((log) => log.frozen)
    .map((log): Trouble => ({ key: `fork ${log.origin}`, what: 'fork', subject: log.origin, text: '' }));
  const warnings = (answer?.warnings ?? []).filter((one) => urgentCodes.includes(one.code))
    .map((one): Trouble => ({ key: `${one.code} ${one.subject}`, what: 'warning', subject: one.subject, text: one.text }));
  return [...forks, ...warnings];
}

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

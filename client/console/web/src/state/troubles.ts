// What is wrong with the node or the logs that it holds, so that somebody must look: sounds until acknowledged, stays until mended.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { session } from '~/api/session';
import { nodeAnswers, status } from './desk';
import { feedState } from './feed';
import { troubleOfConnection, troublesOf, type Trouble } from './trouble';

// A node that misses one question is not lost, and neither is a feed that is taken up again.
const lostAfterMs = 10_000;

// Whether something has been so for a while.
function lasting(so: () => boolean): ReadonlySignal<boolean> {
  const lasts = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    clearTimeout(timer);
    if (so()) timer = setTimeout(() => (lasts.value = true), lostAfterMs);
    else lasts.value = false;
  });
  return lasts;
}

// Of a page that has kept watch, not of one that never had a session.
const sessionOver = signal(false);
let watched = false;
effect(() => {
  const state = session.state.value;
  sessionOver.value = watched && state === 'none';
  watched ||= state === 'open' || state === 'locked';
});

const silent = computed(() => nodeAnswers.value === false);
const withoutFeed = computed(() => feedState.value !== 'live' && !silent.value);
const nodeLost = lasting(() => silent.value);
const feedLost = lasting(() => withoutFeed.value);

export const troubles = computed<Trouble[]>(() => [
  ...troubleOfConnection({ sessionOver: sessionOver.value, nodeLost: nodeLost.value, feedLost: feedLost.value }),
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

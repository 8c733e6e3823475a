// Sounds the alarm: at once for what has just come, and again until somebody has acknowledged it.
import { effect } from '@preact/signals';
import { due, type AlarmKind, type Sounded } from './alarm';
import { armAgain, sing } from './alarm_sound';
import type { EventMark } from './events';
import { arrived, lockedNews, openEvents } from './feed';
import { openTroubles } from './troubles';
import { watches } from './watches';

const tickMs = 1_000;
let last: Sounded | null = null;

function audible({ watches: names, alarm }: EventMark): AlarmKind[] {
  return watches.peek().some(({ name, watch }) => watch.sound && names.includes(name)) ? [alarm] : [];
}

function waiting(): AlarmKind[] {
  return [
    ...openEvents.peek().flatMap(audible),
    ...(lockedNews.peek() > 0 ? ['incident' as const] : []),
    ...openTroubles.peek().map(() => 'trouble' as const),
  ];
}

function consider(fresh: AlarmKind[]): void {
  const now = Date.now();
  const kind = due(fresh, waiting(), last, now);
  if (!kind) return;
  last = { kind, at: now };
  sing(kind);
}

// When what grows has grown.
function onGrowth(size: () => number, kind: AlarmKind): void {
  let before = 0;
  effect(() => {
    const now = size();
    if (now > before) consider([kind]);
    before = now;
  });
}

export function startAlarmClock(): void {
  armAgain();
  effect(() => {
    const fresh = arrived.value.flatMap(audible);
    if (fresh.length > 0) consider(fresh);
  });
  onGrowth(() => lockedNews.value, 'incident');
  onGrowth(() => openTroubles.value.length, 'trouble');
  setInterval(() => consider([]), tickMs);
}

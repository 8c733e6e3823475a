// When the alarm sounds and for what. Pure: time is an argument, in milliseconds.
//
// From the quietest to the loudest. A change is told once; the others again and again until somebody acknowledges them.
export const alarmKinds = ['change', 'notice', 'incident', 'trouble'] as const;
export type AlarmKind = (typeof alarmKinds)[number];

export const repeatEveryMs = 30_000;
// News that come in a burst sound once.
export const burstMs = 1_500;

export function loudest(kinds: Iterable<AlarmKind>): AlarmKind | undefined {
  let found = -1;
  for (const kind of kinds) found = Math.max(found, alarmKinds.indexOf(kind));
  return alarmKinds[found];
}

export interface Sounded {
  kind: AlarmKind;
  at: number;
}

// What to sound now, if anything: `fresh` has just come, `open` waits for somebody to acknowledge it.
export function due(fresh: AlarmKind[], open: AlarmKind[], last: Sounded | null, now: number): AlarmKind | undefined {
  const first = loudest(fresh);
  if (first) {
    const louder = !last || alarmKinds.indexOf(first) > alarmKinds.indexOf(last.kind);
    return louder || now - last.at >= burstMs ? first : undefined;
  }
  const waiting = loudest(open);
  if (!waiting || waiting === 'change') return undefined;
  return !last || now - last.at >= repeatEveryMs ? waiting : undefined;
}

// The alarm's sounds, made by the browser itself. It may make none before somebody has pressed something: arm() is for that.
import { signal } from '@preact/signals';
import type { AlarmKind } from './alarm';
import { alarm, sound } from './settings';

interface Tone {
  hertz: number;
  seconds: number;
}

// Told apart by rhythm as well as by height, so that they are known through a bulkhead.
const melodies: Record<AlarmKind, Tone[]> = {
  change: [{ hertz: 660, seconds: 0.12 }],
  notice: [{ hertz: 587, seconds: 0.22 }, { hertz: 784, seconds: 0.32 }],
  incident: [{ hertz: 880, seconds: 0.16 }, { hertz: 880, seconds: 0.16 }, { hertz: 1175, seconds: 0.34 }],
  trouble: [{ hertz: 440, seconds: 0.3 }, { hertz: 330, seconds: 0.3 }, { hertz: 440, seconds: 0.3 }, { hertz: 330, seconds: 0.4 }],
};
const pauseSeconds = 0.07;
const edgeSeconds = 0.015;
const loudness = 0.25;
// Sound that has not begun by then is not on its way.
const soundWithinMs = 2_000;

let context: AudioContext | null = null;
export const armed = signal(false);
// It was to be armed, and nothing can be heard: Firefox waits for a loudspeaker as long as there is none.
export const unheard = signal(false);

function listen(): void {
  armed.value = context?.state === 'running';
  if (armed.value) unheard.value = false;
}

// From a click or key press.
export async function arm(): Promise<void> {
  alarm.value = 'on';
  context ??= new AudioContext();
  context.onstatechange = listen;
  const late = setTimeout(() => (unheard.value = true), soundWithinMs);
  await context.resume();
  clearTimeout(late);
  listen();
}

// After the page was loaded anew, the first press arms it again where it was armed before: once it is over, since what is shown then
// moves, and what moves away from under a press is not pressed.
export function armAgain(): void {
  if (alarm.peek() === 'off') return;
  for (const kind of ['click', 'keydown'] as const) addEventListener(kind, () => void arm(), { once: true, capture: true });
}

// Also told to the window, whether or not it can be heard.
export function sing(kind: AlarmKind): void {
  dispatchEvent(new CustomEvent('lightship:alarm', { detail: { kind } }));
  if (!context || context.state !== 'running' || sound.peek() === 'off') return;
  let at = context.currentTime;
  for (const tone of melodies[kind]) {
    strike(context, tone, at);
    at += tone.seconds + pauseSeconds;
  }
}

function strike(to: AudioContext, { hertz, seconds }: Tone, at: number): void {
  const tone = new OscillatorNode(to, { frequency: hertz, type: 'triangle' });
  const gain = new GainNode(to, { gain: 0 });
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + edgeSeconds);
  gain.gain.setValueAtTime(loudness, at + seconds - edgeSeconds);
  gain.gain.linearRampToValueAtTime(0, at + seconds);
  tone.connect(gain).connect(to.destination);
  tone.start(at);
  tone.stop(at + seconds);
}

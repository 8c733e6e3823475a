// Arming the alarm, with a loudspeaker and without.
import './browser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// A browser's sound, which begins when a loudspeaker is there and else waits for one.
class Sound {
  static loudspeaker = false;
  static made: Sound[] = [];
  state = 'suspended';
  onstatechange: () => void = () => undefined;
  private begun: () => void = () => undefined;

  constructor() {
    Sound.made.push(this);
  }

  resume(): Promise<void> {
    const running = new Promise<void>((begun) => (this.begun = begun));
    if (Sound.loudspeaker) this.begin();
    return running;
  }

  begin(): void {
    this.state = 'running';
    this.onstatechange();
    this.begun();
  }
}

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  vi.stubGlobal('AudioContext', Sound);
});
afterEach(() => void vi.useRealTimers());

test('with a loudspeaker it is armed, and stays so', async () => {
  Sound.loudspeaker = true;
  const { arm, armed, unheard } = await import('~/state/alarm_sound');
  await arm();
  await vi.runAllTimersAsync();
  expect([armed.value, unheard.value]).toEqual([true, false]);
});

test('without a loudspeaker it says so until there is one', async () => {
  Sound.loudspeaker = false;
  const { arm, armed, unheard } = await import('~/state/alarm_sound');
  const arming = arm();
  await vi.runAllTimersAsync();
  expect([armed.value, unheard.value]).toEqual([false, true]);
  Sound.made.at(-1)!.begin();
  await arming;
  expect([armed.value, unheard.value]).toEqual([true, false]);
});

test('where it was armed before the page was loaded anew, the first press arms it once that press is over', async () => {
  Sound.loudspeaker = true;
  const page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  const { armAgain, armed } = await import('~/state/alarm_sound');
  (await import('~/state/settings')).alarm.value = 'on';
  armAgain();
  page.dispatchEvent(new Event('pointerdown'));
  await vi.runAllTimersAsync();
  expect(armed.value).toBe(false);
  page.dispatchEvent(new Event('click'));
  await vi.runAllTimersAsync();
  expect(armed.value).toBe(true);
});

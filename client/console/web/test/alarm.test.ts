import { describe, expect, test } from 'vitest';
import { burstMs, due, loudest, repeatEveryMs } from '~/state/alarm';

describe('the alarm', () => {
  test('sounds for what has come, the loudest of it', () => {
    expect(due(['change', 'incident', 'notice'], [], null, 0)).toBe('incident');
    expect(loudest([])).toBeUndefined();
  });

  test('sounds a burst once, but a louder kind at once', () => {
    const last = { kind: 'notice', at: 0 } as const;
    expect(due(['notice'], [], last, burstMs - 1)).toBeUndefined();
    expect(due(['notice'], [], last, burstMs)).toBe('notice');
    expect(due(['trouble'], [], last, 1)).toBe('trouble');
  });

  test('repeats the loudest that nobody has acknowledged', () => {
    const last = { kind: 'notice', at: 0 } as const;
    expect(due([], ['notice', 'incident'], last, repeatEveryMs - 1)).toBeUndefined();
    expect(due([], ['notice', 'incident'], last, repeatEveryMs)).toBe('incident');
    expect(due([], [], last, repeatEveryMs)).toBeUndefined();
  });

  test('tells a change once', () => {
    expect(due([], ['change'], { kind: 'change', at: 0 }, repeatEveryMs)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import { Pace } from '~/ui/chart/resolution';

// A movement of `frames` frames that take `ms` each; how coarse it ended.
function moved(pace: Pace, frames: number, ms: number, from = 0): number {
  pace.begin();
  for (let n = 0; n <= frames; ++n) pace.frame(from + n * ms);
  return pace.coarseness;
}

describe('the pace of a map that moves', () => {
  it('stays sharp where frames keep up', () => {
    expect(moved(new Pace(), 500, 16.7)).toBe(1);
  });

  it('draws fewer pixels step by step where they fall behind, never less than a quarter', () => {
    const pace = new Pace();
    expect(moved(pace, 4, 60)).toBe(1);
    expect(moved(pace, 5, 60)).toBe(1.5);
    expect(moved(pace, 100, 60)).toBe(2);
  });

  it('keeps what it learned for the next movement, and goes back when frames are quick', () => {
    const pace = new Pace();
    moved(pace, 100, 60);
    expect(moved(pace, 50, 22)).toBe(2);
    expect(moved(pace, 10, 10)).toBe(1);
  });

  it('counts neither the rest between two movements nor a single slow frame', () => {
    const pace = new Pace();
    for (let movement = 0; movement < 20; ++movement) expect(moved(pace, 1, 10, movement * 5000)).toBe(1);
    pace.begin();
    for (const now of [0, 10, 20, 900, 910, 920, 930]) pace.frame(now);
    expect(pace.coarseness).toBe(1);
  });
});

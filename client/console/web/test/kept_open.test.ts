import { Code, ConnectError } from '@connectrpc/connect';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { firstDelayMs, keepOpen, mostDelayMs, steadyMs, type Kept } from '~/state/kept_open';

type Script = (stop: AbortSignal, opened: () => void) => AsyncIterable<string>;

async function* saying(...words: string[]): AsyncIterable<string> {
  yield* words;
}

async function* failing(code: Code): AsyncIterable<string> {
  throw new ConnectError('ended', code);
}

// Runs the scripts one after another and stops after the last.
async function run(scripts: Script[]) {
  const abort = new AbortController();
  const told: string[] = [];
  const delays: number[] = [];
  const kept: Kept<string> = {
    open: (stop, opened) => scripts.shift()!(stop, opened),
    take: (word) => told.push(word),
    well: () => told.push('well'),
    broken: () => told.push('broken'),
    pause: async (ms) => {
      delays.push(ms);
      if (scripts.length === 0) abort.abort();
    },
  };
  await keepOpen(abort.signal, kept);
  return { told, delays };
}

describe('a stream that is kept open', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('is opened again after the node cancelled it, and is broken until it says something', async () => {
    const { told } = await run([() => saying('a'), () => failing(Code.Canceled), () => saying('b')]);
    expect(told).toEqual(['well', 'a', 'broken', 'broken', 'well', 'b', 'broken']);
  });

  test('is tried at growing distances while it fails, and at once when it was well', async () => {
    const refused = Array.from({ length: 8 }, (): Script => () => failing(Code.Unavailable));
    const { delays } = await run([...refused, () => saying('a')]);
    expect(delays.slice(0, 2)).toEqual([firstDelayMs, 2 * firstDelayMs]);
    expect(delays[7]).toBe(mostDelayMs);
    expect(delays[8]).toBe(firstDelayMs);
  });

  test('is well when it stands, though it says nothing; not by being accepted', async () => {
    const silent = (ms: number): Script => async function* (_stop, opened) {
      opened();
      await vi.advanceTimersByTimeAsync(ms);
    };
    expect((await run([silent(steadyMs - 1)])).told).toEqual(['broken']);
    expect((await run([silent(steadyMs)])).told).toEqual(['well', 'broken']);
  });

  test('ends without a word when it is stopped here', async () => {
    const abort = new AbortController();
    const broken = vi.fn();
    await keepOpen<string>(abort.signal, {
      open: async function* () { abort.abort(); throw new ConnectError('aborted', Code.Canceled); },
      take: vi.fn(), well: vi.fn(), broken, pause: vi.fn(),
    });
    expect(broken).not.toHaveBeenCalled();
  });
});

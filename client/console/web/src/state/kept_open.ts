// A stream that is opened again whenever it ends, for whatever reason, at growing distances, until it is stopped here.

export const firstDelayMs = 500;
export const mostDelayMs = 30_000;
// A stream that brings nothing is well when it has stood for so long.
export const steadyMs = 5_000;

export interface Kept<T> {
  // `opened` is to be called when the stream has been accepted.
  open: (stop: AbortSignal, opened: () => void) => AsyncIterable<T>;
  take: (message: T) => void;
  // It brings messages, or has stood for a while.
  well: () => void;
  // Ended, by an error or not, and not by us.
  broken: (error: unknown) => void;
  pause: (ms: number, stop: AbortSignal) => Promise<void>;
}

// How a stream ended says nothing about who ended it: a node that stops tidily cancels its calls too.
export async function keepOpen<T>(stop: AbortSignal, { open, take, well, broken, pause }: Kept<T>): Promise<void> {
  let delay = firstDelayMs;
  const isWell = () => {
    delay = firstDelayMs;
    well();
  };
  while (!stop.aborted) {
    let standing: ReturnType<typeof setTimeout> | undefined;
    let failed: unknown;
    try {
      for await (const message of open(stop, () => (standing = setTimeout(isWell, steadyMs)))) {
        isWell();
        take(message);
      }
    } catch (error) {
      failed = error;
    }
    clearTimeout(standing);
    if (stop.aborted) return;
    broken(failed);
    await pause(delay, stop);
    delay = Math.min(delay * 2, mostDelayMs);
  }
}

export function pause(ms: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stop.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
  });
}

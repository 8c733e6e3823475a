// Frames by Chromium's own tracing.
import type { CDPSession, Page } from '@playwright/test';

interface TraceEvent {
  name: string;
  ts: number;
  dur?: number;
  tid: number;
}

export interface Frames {
  perSecond: number;
  // Milliseconds between two frames.
  median: number;
  worst: number;
  // Milliseconds of the page's own thread for a frame: what is left when drawing costs nothing.
  page: number;
}

const microsecondsPerSecond = 1e6;

async function record(page: Page, work: () => Promise<void>): Promise<TraceEvent[]> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents', traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  });
  await work();
  const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()));
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  return events;
}

// What was drawn on the screen while `work` went on.
export async function framesWhile(page: Page, work: () => Promise<void>): Promise<Frames> {
  const events = await record(page, work);
  const drawn = events.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts).sort((a, b) => a - b);
  const gaps = drawn.slice(1).map((at, index) => (at - drawn[index]!) / 1000).sort((a, b) => a - b);
  const seconds = (drawn.at(-1)! - drawn[0]!) / microsecondsPerSecond;
  const thread = events.find(({ name }) => name === 'FireAnimationFrame')?.tid;
  const busy = events.filter(({ name, tid }) => name === 'RunTask' && tid === thread).reduce((sum, { dur = 0 }) => sum + dur, 0) / 1000;
  return {
    perSecond: gaps.length / seconds, median: gaps[Math.floor(gaps.length / 2)]!, worst: gaps.at(-1)!, page: busy / drawn.length,
  };
}

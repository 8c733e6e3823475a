// First paint and frames, as figures: nothing is judged here.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import { settled } from '../support/views.ts';
import { framesWhile, type Frames } from './trace.ts';

const loads = 10;
const moves = 240;

function told(what: string, { perSecond, median, worst, page }: Frames): void {
  console.log(`${what}: ${perSecond.toFixed(1)} frames a second, median ${median.toFixed(1)} ms, worst ${worst.toFixed(0)} ms, `
    + `the page's own thread ${page.toFixed(1)} ms a frame`);
}

async function firstPaint(page: Page): Promise<number> {
  await page.reload({ waitUntil: 'load' });
  const entry = await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  return entry.jsonValue() as Promise<number>;
}

test('first contentful paint, warm', async ({ desks }) => {
  for (const at of ['/map', '/watch']) {
    const { page } = await desks.open('SG', { at });
    await settled(page);
    const paints: number[] = [];
    for (let load = 0; load < loads; ++load) paints.push(await firstPaint(page));
    paints.sort((a, b) => a - b);
    console.log(`first contentful paint of ${at}: median ${paints[loads / 2]!.toFixed(0)} ms, worst of ${loads} ${paints.at(-1)!.toFixed(0)} ms`);
  }
});

async function moveMap(page: Page, what: string): Promise<void> {
  const box = (await page.getByRole('region', { name: 'Map of incidents' }).boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  told(`panning ${what}`, await framesWhile(page, async () => {
    await page.mouse.down();
    for (let move = 0; move < moves; ++move) {
      await page.mouse.move(x + 200 * Math.sin(move / 20), y + 120 * Math.cos(move / 20));
    }
    await page.mouse.up();
  }));
  told(`zooming ${what}`, await framesWhile(page, async () => {
    for (let move = 0; move < moves / 4; ++move) {
      await page.mouse.wheel(0, move % 30 < 15 ? -120 : 120);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }));
}

test('frames while the map is moved', async ({ desks, network }) => {
  const { page } = await desks.open('SG', { at: '/map' });
  const began = Date.now();
  await expect(page.getByText(/on the map/)).toContainText(/\d{2},\d{3}/, { timeout: 120_000 });
  await settled(page);
  console.log(`${network.description.facts} incidents on the map after ${Date.now() - began} ms`);
  await moveMap(page, 'with all of them');
  await page.getByRole('button', { name: 'Play' }).click();
  await moveMap(page, 'while time plays');
});

// What the machine can draw at all.
test('frames while a map without incidents is moved', async ({ desks }) => {
  const { page } = await desks.open('SG', { at: '/map?name=no+such+ship' });
  await expect(page.getByText(/^0 on the map/)).toBeVisible();
  await moveMap(page, 'without any');
});

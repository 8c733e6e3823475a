// A watch in Firefox, from the link to a filed report: what the browser itself does, and may do otherwise than Chromium.
import type { Page } from '@playwright/test';
import { file, newAlert } from '../support/alert.ts';
import { expect, test } from '../support/firefox.ts';
import { keepPainted, pixelsOf } from '../support/painted.ts';
import { chooseTheme, settled, show, type Theme } from '../support/views.ts';

// Playwright's picture after a failure puts a style into the page, which the policy forbids: one fault would look like two.
test.use({ screenshot: 'off' });

// In pixels: more than letters and lines on the map take.
const leastDrawn = 500;

// By its first word: how much waits for somebody is told behind it.
async function go(page: Page, view: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: new RegExp(`^${view}`) }).click();
  await settled(page);
}

// Sea, land and incidents, as WebGL has painted them in the theme's colours.
async function expectMapDrawn(page: Page, theme: Theme): Promise<void> {
  await chooseTheme(page, theme);
  const map = page.getByRole('region', { name: 'Map of incidents' });
  await expect(map).toBeVisible();
  await expect.poll(async () => Math.min(...await pixelsOf(map, ['sea', 'land', 'cat-1'])), theme).toBeGreaterThan(leastDrawn);
}

test('Firefox draws the map and the charts, checks a proof and files a report', async ({ desks, network }) => {
  const { page, context } = await desks.open('SG');
  await keepPainted(context);
  await test.step('the map, by day and night', async () => {
    await show(page, '/map');
    await expect(page.getByText(/^[67],\d{3} on the map/)).toBeVisible();
    await expectMapDrawn(page, 'day');
    await expectMapDrawn(page, 'night');
  });
  await test.step('the watch floor', async () => {
    await go(page, 'Watch');
    await expect(page.getByText('Live', { exact: true })).toBeVisible();
  });
  await test.step('a proof', async () => {
    await show(page, `/incident/${network.incidents.full}`);
    const proof = page.getByRole('region', { name: 'Proof' });
    await proof.getByRole('button', { name: 'Verify now' }).click();
    await expect(proof).toContainText(`${network.incidents.full} is proven.`);
    await expect(proof.locator('[data-outcome]:not([data-outcome="holds"])')).toHaveCount(0);
  });
  await test.step('a chart', async () => {
    await go(page, 'Analysis');
    await expect(page.getByRole('img').locator('svg path').first()).toBeVisible();
  });
  await test.step('a report', async () => {
    await go(page, 'Report');
    await file(page, newAlert());
    await expect(page.getByTestId('holders')).toHaveText('3 of 3 economies hold it.');
  });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'night');
});

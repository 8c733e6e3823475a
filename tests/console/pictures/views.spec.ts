// Every view in every theme; for the README the map by day and the watch by night, of a size that a page can carry.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { repository } from '../support/places.ts';
import { expect, test } from '../support/test.ts';
import { chooseTheme, pathOf, settled, show, themes, viewNames } from '../support/views.ts';

const where = process.env.LIGHTSHIP_PICTURES!;
const readmeSize = { width: 1280, height: 800 };
const forReadme = where === 'readme';

// Once nothing moves any more: two pictures in a row are the same.
async function picture(page: Page, path: string): Promise<void> {
  await settled(page);
  let last = await page.screenshot();
  for (let now = await page.screenshot(); !now.equals(last); now = await page.screenshot()) last = now;
  writeFileSync(path, last);
}

test('pictures of every view', async ({ desks, network }) => {
  test.skip(forReadme);
  const { page } = await desks.open('SG');
  for (const view of viewNames) {
    await show(page, pathOf(view, network));
    for (const theme of themes) {
      await chooseTheme(page, theme);
      await picture(page, resolve(where, `${view}-${theme}.png`));
    }
  }
});

test('pictures for the README', async ({ desks }) => {
  test.skip(!forReadme);
  const folder = resolve(repository, 'client/console/screenshots');
  mkdirSync(folder, { recursive: true });
  const { page } = await desks.open('SG', { at: '/map' });
  await page.setViewportSize(readmeSize);
  await expect(page.getByText(/on the map/)).toBeVisible();
  await chooseTheme(page, 'day');
  await picture(page, resolve(folder, 'map-day.png'));
  await show(page, '/watch');
  await chooseTheme(page, 'night');
  await picture(page, resolve(folder, 'watch-night.png'));
});

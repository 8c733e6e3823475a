// For the README: the map by day and the watch by night, of a size that a page can carry.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { takePicture } from '../support/picture.ts';
import { repository } from '../support/places.ts';
import { expect, test } from '../support/test.ts';
import { chooseTheme, settled, show } from '../support/views.ts';

const size = { width: 1280, height: 800 };
const folder = resolve(repository, 'client/console/screenshots');

test('pictures for the README', async ({ desks }) => {
  mkdirSync(folder, { recursive: true });
  const { page } = await desks.open('SG', { at: '/map' });
  await page.setViewportSize(size);
  await expect(page.getByText(/on the map/)).toBeVisible();
  await chooseTheme(page, 'day');
  await settled(page);
  await takePicture(page, resolve(folder, 'map-day.png'));
  await show(page, '/watch');
  await chooseTheme(page, 'night');
  await settled(page);
  await takePicture(page, resolve(folder, 'watch-night.png'));
});

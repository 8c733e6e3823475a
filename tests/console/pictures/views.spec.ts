// Every view in every theme.
import { resolve } from 'node:path';
import { takePicture } from '../support/picture.ts';
import { test } from '../support/test.ts';
import { chooseTheme, pathOf, settled, show, themes, viewNames } from '../support/views.ts';

const folder = process.env.LIGHTSHIP_PICTURES!;

test('pictures of every view', async ({ desks, network }) => {
  const { page } = await desks.open('SG');
  for (const view of viewNames) {
    await show(page, pathOf(view, network));
    for (const theme of themes) {
      await chooseTheme(page, theme);
      await settled(page);
      await takePicture(page, resolve(folder, `${view}-${theme}.png`));
    }
  }
});

// The map: an area that is drawn becomes the filter, time plays, the list is saved.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/test.ts';
import { saved } from '../support/picture.ts';
import { settled } from '../support/views.ts';

async function total(page: Page): Promise<number> {
  const text = await page.getByText(/on the map, .* without a position/).textContent();
  return Number(text!.split(' ')[0]!.replace(/\D/g, ''));
}

async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const box = (await page.getByRole('region', { name: 'Map of incidents' }).boundingBox())!;
  const at = ([x, y]: [number, number]): [number, number] => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...at(from));
  await page.mouse.down();
  await page.mouse.move(...at([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]));
  await page.mouse.move(...at(to));
  await page.mouse.up();
}

test('a box drawn on the map is the filter of map, address, table and analysis', async ({ desks }) => {
  const { page } = await desks.open('SG', { at: '/map' });
  await settled(page);
  await expect.poll(() => total(page)).toBeGreaterThan(6000);
  const all = await total(page);
  await page.getByRole('group', { name: 'Draw an area' }).getByRole('button', { name: 'Box' }).click();
  await drag(page, [0.4, 0.3], [0.6, 0.6]);
  const chip = page.getByRole('list', { name: 'Conditions' }).getByRole('listitem').filter({ hasText: 'Drawn area' });
  await expect(chip).toBeVisible();
  await expect.poll(() => total(page)).toBeLessThan(all);
  const address = page.url();
  expect(address).toMatch(/[?&]\w+=.*box/);
  await page.reload();
  await expect(chip).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Analysis' }).click();
  await expect(chip).toBeVisible();
  await chip.getByRole('button', { name: /^Remove/ }).click();
  await expect(chip).toBeHidden();
});

test('time plays, stops, and stands in the address', async ({ desks }) => {
  const { page } = await desks.open('SG', { at: '/map' });
  await settled(page);
  const time = page.getByRole('region', { name: 'Time' });
  await time.getByRole('button', { name: 'Play' }).click();
  const shown = time.locator('strong');
  const first = await shown.textContent();
  await expect(shown).not.toHaveText(first!);
  await time.getByRole('button', { name: 'Pause' }).click();
  const stopped = await shown.textContent();
  const address = page.url();
  await page.goto(address);
  await expect(shown).toHaveText(stopped!);
  await time.getByRole('button', { name: 'All time' }).click();
  await expect(shown).not.toHaveText(stopped!);
});

test('the table is saved as CSV with what the filter leaves', async ({ desks, network }) => {
  const { page } = await desks.open('SG', { at: '/map?view=table&name=bright%20kestrel' });
  await expect(page.getByRole('link', { name: network.incidents.full!, exact: true })).toBeVisible();
  const { name, bytes } = await saved(page, () => page.getByRole('button', { name: 'Save as CSV' }).click());
  expect(name).toMatch(/\.csv$/);
  expect(bytes.toString('utf8')).toContain('MV Bright Kestrel');
});

test('words in the accounts narrow the list, and what the node does not understand is said', async ({ desks, guard }) => {
  const { page } = await desks.open('SG', { at: '/map' });
  guard.expectFailedAnswers();
  const words = page.getByRole('searchbox', { name: 'Words in the accounts' });
  await words.fill('"engine room" AND knives');
  await expect(page.getByText('1 on the map')).toBeVisible();
  await words.fill('"engine room');
  await expect(page.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible();
});

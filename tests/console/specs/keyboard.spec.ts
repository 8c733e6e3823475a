// From the map to a filed report by the keyboard alone, with the focus seen at every step.
import type { Page } from '@playwright/test';
import { newAlert } from '../support/alert.ts';
import { expect, test } from '../support/test.ts';
import { settled } from '../support/views.ts';

const mostSteps = 120;

// Presses Tab until the focus is on what has that name.
async function tabTo(page: Page, role: string, name: string): Promise<void> {
  const wanted = page.getByRole(role as 'button', { name, exact: true });
  for (let step = 0; step < mostSteps; ++step) {
    if (await wanted.first().evaluate((element) => element === document.activeElement).catch(() => false)) {
      const seen = await page.evaluate(() => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement!.closest('.chip') ?? document.activeElement!);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
      });
      expect(seen, `the focus on ${name} is seen`).toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach the ${role} "${name}"`);
}

test('an officer without a mouse goes from the map to a filed report', async ({ desks }) => {
  const { page } = await desks.open('SG', { at: '/map' });
  await settled(page);
  const alert = newAlert();
  const press = (key: string) => page.keyboard.press(key);
  await tabTo(page, 'link', 'Report');
  await press('Enter');
  await expect(page.getByRole('heading', { name: 'Report an incident' })).toBeVisible();
  await tabTo(page, 'textbox', 'Position, in any notation');
  await page.keyboard.type(alert.position);
  await tabTo(page, 'button', 'Now');
  await press('Space');
  await tabTo(page, 'radio', 'not known');
  for (let step = 0; step < 5; ++step) await press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'boarded', exact: true })).toBeChecked();
  await tabTo(page, 'combobox', 'Name');
  await page.keyboard.type(alert.shipName);
  await tabTo(page, 'combobox', 'Type');
  await page.keyboard.type('bulk');
  await press('Control+Enter');
  await expect(page.getByRole('heading', { name: 'Read it once more' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('bulk carrier');
  await expect(page.getByRole('button', { name: 'Sign and send' })).toBeEnabled();
  await press('Control+Enter');
  await expect(page.getByRole('heading', { name: /^In the log as SG/ })).toBeFocused();
});

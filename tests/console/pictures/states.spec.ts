// What is seldom seen: the node away, a report that waits for it, the lock above an open window.
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { newAlert, review, write } from '../support/alert.ts';
import { takePicture } from '../support/picture.ts';
import { expect, test } from '../support/test.ts';
import { chooseTheme, show, themes } from '../support/views.ts';

const folder = process.env.LIGHTSHIP_PICTURES!;

async function takeInEveryTheme(page: Page, name: string): Promise<void> {
  for (const theme of themes) {
    await chooseTheme(page, theme);
    await takePicture(page, resolve(folder, `${name}-${theme}.png`));
  }
}

test('pictures while the node is away', async ({ desks, guard, network }) => {
  guard.expectFailedAnswers();
  const { page } = await desks.open('PH', { at: '/report' });
  await network.stop('PH');
  try {
    await expect(page.getByTestId('node-state')).toHaveAttribute('data-state', 'lost', { timeout: 30_000 });
    await write(page, newAlert());
    await page.getByLabel('Choose files').setInputFiles({ name: 'deck.txt', mimeType: 'text/plain', buffer: Buffer.from('Seen from the deck.') });
    await takeInEveryTheme(page, 'lost-report');
    await review(page);
    await takeInEveryTheme(page, 'lost-review');
    await page.getByRole('button', { name: 'Sign and keep for the node' }).click();
    await expect(page.getByRole('heading', { name: 'Signed; it waits here' })).toBeVisible();
    await takeInEveryTheme(page, 'lost-sent');
    for (const view of ['settings', 'watch']) {
      await show(page, `/${view}`);
      await takeInEveryTheme(page, `lost-${view}`);
    }
  } finally {
    await network.start('PH');
  }
});

test('pictures of a window, and of the lock above it', async ({ desks, guard }) => {
  guard.expectFailedAnswers();
  const { page, gateway } = await desks.open('SG', { at: '/watch' });
  for (const theme of themes) {
    await chooseTheme(page, theme);
    await page.getByRole('button', { name: 'Issue a notice' }).click();
    await takePicture(page, resolve(folder, `window-${theme}.png`));
    // As another page of the desk would, or the clock.
    await page.evaluate(() => fetch('/session/lock', {
      method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${sessionStorage.getItem('lightship.session')}` }, body: '{}',
    }));
    const lock = page.getByRole('dialog', { name: 'Locked' });
    await expect(lock).toBeVisible();
    await takePicture(page, resolve(folder, `lock-${theme}.png`));
    await page.getByLabel('Unlock code').fill(gateway.unlockCode);
    await page.keyboard.press('Enter');
    await expect(lock).toBeHidden();
    await page.keyboard.press('Escape');
  }
});

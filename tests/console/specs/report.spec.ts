// A report from one economy's form to the other's watch floor, and what becomes of drafts.
import type { Page } from '@playwright/test';
import { file, newAlert, review, write } from '../support/alert.ts';
import { expect, test } from '../support/test.ts';

// What stands on the desk's disk, and not in the page alone.
async function draftKept(page: Page, words: string): Promise<void> {
  await page.waitForResponse(async (response) => (
    response.url().endsWith('/PutItem') && (response.request().postDataBuffer()?.includes(words) ?? false)));
}

declare global {
  interface Window { alarms: string[] }
}

test('a report filed at SG is seen and heard at ID\'s watch floor, and held by 3 of 3', async ({ desks }) => {
  const { page: id } = await desks.open('ID', { at: '/watch' });
  await id.evaluate(() => {
    window.alarms = [];
    addEventListener('lightship:alarm', (event) => window.alarms.push((event as CustomEvent<{ kind: string }>).detail.kind));
  });
  await id.getByRole('button', { name: 'Arm the alarm' }).click();
  await expect(id.getByRole('button', { name: 'Alarm armed' })).toBeVisible();
  await expect(id.getByText('Live', { exact: true })).toBeVisible();

  const { page: sg } = await desks.open('SG', { at: '/report' });
  const alert = newAlert();
  const address = await file(sg, alert);
  await expect(sg.getByTestId('holders')).toHaveText('3 of 3 economies hold it.');

  const line = id.getByRole('listitem').filter({ hasText: alert.shipName });
  await expect(line).toContainText('New incident');
  await expect.poll(() => id.evaluate(() => window.alarms)).toContain('incident');
  await line.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(line).toContainText('Acknowledged by');
  await line.getByRole('link').first().click();
  await expect(id).toHaveURL(new RegExp(`/incident/${address}$`));
  await expect(id.getByRole('main')).toContainText(alert.shipName);
});

test('what each economy will see is told before it is signed', async ({ desks }) => {
  const { page } = await desks.open('SG', { at: '/report' });
  await write(page, newAlert());
  await page.getByLabel('The ship\'s name and numbers').selectOption('SG/straits-patrol@1');
  const sees = page.getByRole('table');
  await expect(sees.getByRole('row').filter({ hasText: 'The Philippines' })).toContainText('does not see it');
  await review(page);
  await expect(page.getByRole('main')).toContainText('The ship\'s name and numbers only to');
});

test('a draft survives a crash of the page', async ({ desks }) => {
  const { page, context, gateway } = await desks.open('SG', { at: '/report' });
  const alert = newAlert();
  const kept = draftKept(page, alert.shipName);
  await write(page, alert);
  await kept;
  const crashed = page.waitForEvent('crash');
  void page.goto('chrome://crash').catch(() => undefined);
  await crashed;
  const again = await context.newPage();
  const link = new URL(await gateway.link());
  link.pathname = '/report';
  await again.goto(link.href);
  await expect(again.getByLabel('Name', { exact: true })).toHaveValue(alert.shipName);
  await expect(again.getByText(/^Draft of .* restored/)).toBeVisible();
});

test('what was typed last as the page was left is there when somebody comes back', async ({ desks }) => {
  const { page } = await desks.open('SG', { at: '/report' });
  const { href } = new URL(page.url());
  await page.getByLabel('Place, as people call it').fill('Off Pulau Nongsa');
  await page.goto('about:blank');
  await page.goto(href);
  await expect(page.getByLabel('Place, as people call it')).toHaveValue('Off Pulau Nongsa');
});

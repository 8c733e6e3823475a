// An initial alert, written with the form as an officer would.
import { expect, type Page } from '@playwright/test';

export interface Alert {
  position: string;
  place: string;
  act: string;
  status: string;
  shipType: string;
  shipName: string;
}

let filed = 0;

// One that no other test files: its ship is known by its name.
export function newAlert(): Alert {
  filed += 1;
  return {
    position: '01:12.50N 103:58.00E', place: 'Off Pulau Nongsa', act: 'boarded', status: 'underway', shipType: 'bulk carrier',
    shipName: `Watchful ${process.pid} ${filed}`,
  };
}

export async function write(page: Page, alert: Alert): Promise<void> {
  await page.getByLabel('Position, in any notation').fill(alert.position);
  await page.getByLabel('Place, as people call it').fill(alert.place);
  await page.getByRole('button', { name: 'Now', exact: true }).click();
  await page.getByRole('group', { name: 'Act' }).getByRole('radio', { name: alert.act, exact: true }).check();
  await page.getByRole('group', { name: 'The ship was' }).getByRole('radio', { name: alert.status, exact: true }).check();
  await page.getByLabel('Type', { exact: true }).fill(alert.shipType);
  await page.getByLabel('Name', { exact: true }).fill(alert.shipName);
}

export async function review(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Review' }).click();
  await expect(page.getByRole('heading', { name: 'Read it once more' })).toBeVisible();
}

// The address under which it stands in the log.
export async function signAndSend(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Sign and send' }).click();
  const title = page.getByRole('heading', { name: /^In the log as/ });
  await expect(title).toBeVisible();
  return (await title.textContent())!.replace('In the log as ', '');
}

export async function file(page: Page, alert: Alert): Promise<string> {
  await write(page, alert);
  await review(page);
  return signAndSend(page);
}

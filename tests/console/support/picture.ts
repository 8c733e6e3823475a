// Files and pictures: taken, and what they hold as far as tests must know.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Download, Page } from '@playwright/test';

const pngMark = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, pngMark.length).equals(pngMark);
}

// The file that a press of the button saves.
export async function saved(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent('download');
  await press();
  const download: Download = await coming;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

// Written once nothing moves any more: two pictures in a row are the same.
export async function takePicture(page: Page, path: string): Promise<void> {
  let last = await page.screenshot();
  for (let now = await page.screenshot(); !now.equals(last); now = await page.screenshot()) last = now;
  writeFileSync(path, last);
}

// What axe-core finds wrong with a page. Its source is put in by the debugger, so that the page's own policy stays on.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window { axe: typeof axe }
}

// One line for each element at fault.
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const found = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations);
  return found.flatMap(({ id, help, nodes }) => nodes.map((node) => {
    const detail = [...node.any, ...node.all, ...node.none].map(({ message }) => message).join('; ');
    return `${id}: ${help}: ${node.html.slice(0, 160)} (${detail})`;
  }));
}

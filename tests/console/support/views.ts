// Every view, by the path that shows it; an incident's page is that of the one about which most was said.
import { expect, type Page } from '@playwright/test';
import type { Outside } from './network.ts';

export const themes = ['day', 'night', 'red'] as const;
export type Theme = (typeof themes)[number];

export const viewNames = ['map', 'watch', 'report', 'analysis', 'directory', 'settings', 'incident'] as const;
export type ViewName = (typeof viewNames)[number];

export function pathOf(view: ViewName, network: Outside): string {
  return view === 'incident' ? `/incident/${network.incidents.full}` : `/${view}`;
}

// Until nothing on it is under way any more.
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('main')).not.toBeEmpty();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

export async function show(page: Page, path: string): Promise<void> {
  await page.goto(new URL(path, page.url()).href);
  await settled(page);
}

export async function chooseTheme(page: Page, theme: Theme): Promise<void> {
  await page.getByRole('combobox', { name: 'Theme', exact: true }).selectOption(theme);
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

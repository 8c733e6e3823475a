// Counts as tables and charts: saved as files, and printed.
import { expect, test } from '../support/test.ts';
import { isPng, saved } from '../support/picture.ts';
import { chooseTheme, settled } from '../support/views.ts';

test('a table of the analysis is saved as CSV, SVG and PNG', async ({ desks }) => {
  const { page } = await desks.open('SG', { at: '/analysis?show=own' });
  await settled(page);
  const save = (form: string) => saved(page, () => page.getByRole('button', { name: new RegExp(`^Save .* as ${form}$`) }).first().click());
  const csv = await save('CSV');
  expect(csv.name).toMatch(/\.csv$/);
  expect(csv.bytes.toString('utf8').split('\n').length).toBeGreaterThan(3);
  const svg = await save('SVG');
  expect(svg.bytes.toString('utf8')).toMatch(/^<svg [^]*<\/svg>\s*$/);
  const png = await save('PNG');
  expect(isPng(png.bytes)).toBe(true);
  expect(png.bytes.length).toBeGreaterThan(5000);
});

test('the monthly report prints black on white from any theme, without the frame of the page', async ({ desks }) => {
  const { page } = await desks.open('SG', { at: '/analysis' });
  await chooseTheme(page, 'night');
  await page.getByRole('link', { name: 'Monthly report' }).click();
  await page.getByRole('combobox', { name: 'year', exact: true }).selectOption('2019');
  await settled(page);
  await expect(page.getByRole('heading', { name: /^Piracy and armed robbery against ships/ })).toBeVisible();
  const paper = await page.pdf({ format: 'A4', preferCSSPageSize: true });
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
  const pages = paper.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length;
  expect(pages).toBeGreaterThan(0);
  expect(pages).toBeLessThan(12);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeHidden();
  await expect(page.getByRole('banner')).toBeHidden();
  expect(isPng(await page.screenshot({ fullPage: true }))).toBe(true);
});

// Themes and languages, from the bar that stands above every view.
import { expect, test } from '../support/test.ts';

test('each of six languages is spoken at once, and stays after a reload', async ({ sg }) => {
  const choice = sg.getByRole('banner').getByRole('combobox').nth(1);
  for (const language of ['en', 'es', 'id', 'ja', 'zh-Hans', 'zh-Hant']) {
    await choice.selectOption(language);
    await expect(sg.locator('html')).toHaveAttribute('lang', language);
  }
  await sg.reload();
  await expect(sg.locator('html')).toHaveAttribute('lang', 'zh-Hant');
});

test('day, night and red theme; red light holds nothing but reds', async ({ sg }) => {
  const choice = sg.getByLabel('Theme');
  const grounds = new Set<string>();
  for (const theme of ['day', 'night', 'red']) {
    await choice.selectOption(theme);
    await expect(sg.locator('html')).toHaveAttribute('data-theme', theme);
    grounds.add(await sg.evaluate(() => getComputedStyle(document.body).backgroundColor));
  }
  expect(grounds.size).toBe(3);
  const colours = await sg.evaluate(() => [...document.querySelectorAll('body, body *')].flatMap((element) => {
    const style = getComputedStyle(element);
    return [style.color, style.backgroundColor, style.borderTopColor];
  }));
  // Dark-adapted eyes are blinded by green and blue: where there is light at all, red leads by far.
  const blinding = [...new Set(colours)].filter((colour) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return alpha > 0 && Math.max(green, blue) > Math.max(40, red * 0.6);
  });
  expect(blinding).toEqual([]);
});

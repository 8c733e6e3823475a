// Themes and languages, from the bar that stands above every view.
import { expect, test } from '../support/test.ts';
import { chooseTheme, themes } from '../support/views.ts';

const mostBesideRed = 0.8;

const wordForMap = { en: 'Map', es: 'Mapa', id: 'Peta', ja: '地図', 'zh-Hans': '地图', 'zh-Hant': '地圖' };

test('each of six languages is spoken at once, and stays after a reload', async ({ sg }) => {
  const choice = sg.getByRole('banner').getByRole('combobox').last();
  for (const [language, word] of Object.entries(wordForMap)) {
    await choice.selectOption(language);
    await expect(sg.locator('html')).toHaveAttribute('lang', language);
    await expect(sg.getByRole('link', { name: word, exact: true })).toBeVisible();
  }
  await sg.reload();
  await expect(sg.getByRole('link', { name: wordForMap['zh-Hant'], exact: true })).toBeVisible();
});

test('day, night and red theme; red light holds nothing but reds', async ({ sg }) => {
  const grounds = new Set<string>();
  for (const theme of themes) {
    await chooseTheme(sg, theme);
    grounds.add(await sg.evaluate(() => getComputedStyle(document.body).backgroundColor));
  }
  expect(grounds.size).toBe(3);
  // Eyes that are used to the dark are blinded by green and blue: where there is light, red leads.
  const blinding = await sg.evaluate((share) => [...document.querySelectorAll('body, body *')].flatMap((element) => {
    const style = getComputedStyle(element);
    const painted = element.matches('[type=radio], [type=checkbox], [type=range]') ? [] : ['color'] as const;
    return ([...painted, 'backgroundColor', 'borderTopColor', 'fill'] as const).map((what) => `${what} ${style[what]}`).filter((colour) => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
      return alpha > 0 && Math.max(green, blue) > red * share;
    }).map((colour) => `${element.tagName} ${element.className}: ${colour}`);
  }), mostBesideRed);
  expect(blinding).toEqual([]);
});

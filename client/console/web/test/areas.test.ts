// Names of the release's sea areas.
import './browser';
import { language } from '~/i18n/language';
import { describe, expect, test } from 'vitest';
import english from '~/i18n/en/areas.json';
import spanish from '~/i18n/es/areas.json';
import { areas, areaTitle, areaTitled } from '~/ui/areas';

describe('names of areas', () => {
  test('of every area of the release stand in the catalogue, in English as the release writes them', () => {
    expect(english).toEqual(Object.fromEntries(areas.map(({ name, title }) => [`area.${name}`, title])));
  });

  test('are told in the officer’s language, also where only the title is known', async () => {
    language.value = 'es';
    await expect.poll(() => areaTitle('red-sea')).toBe(spanish['area.red-sea']);
    expect(areaTitled('Red Sea')).toBe(spanish['area.red-sea']);
    expect(areaTitled('A bay of nobody')).toBe('A bay of nobody');
    language.value = 'en';
  });
});

import '../browser';
import { expect, test } from 'vitest';
import { readMonth } from '~/base/months';
import { monthsText } from '~/views/analysis/trend_words';

test('months are named with their year once where it is one year', () => {
  expect(monthsText({ first: readMonth('2020-03')!, count: 1 })).toBe('March 2020');
  expect(monthsText({ first: readMonth('2020-01')!, count: 6 })).toBe('January to June 2020');
  expect(monthsText({ first: readMonth('2019-11')!, count: 5 })).toBe('November 2019 to March 2020');
});

import { expect, test } from 'vitest';
import { daysOf, presetDays } from '~/base/days';
import { slugOf } from '~/state/saved_view';
import { ports, readPorts } from '~/ui/ports';

test.each([
  ['2019', '2019-01-01', '2019-12-31'], ['2020-2', '2020-02-01', '2020-02-29'], ['2019-05-31', '2019-05-31', '2019-05-31'],
])('%s means %s to %s', (text, from, until) => {
  expect(daysOf(text)).toEqual({ from, until });
});

test.each(['', '19', '2019-13', '2019-02-30', '3019', 'May 2019'])('"%s" means no days', (text) => {
  expect(daysOf(text)).toBeUndefined();
});

test('presets end today', () => {
  const today = new Date('2026-03-05T23:59:00Z');
  expect(presetDays('thisYear', today)).toEqual({ from: '2026-01-01' });
  expect(presetDays('last12Months', today)).toEqual({ from: '2025-03-06' });
  expect(presetDays('last30Days', today)).toEqual({ from: '2026-02-04' });
});

test('a view is kept under a name that the desk takes and no other view has', () => {
  expect(slugOf('Straits, last 30 days', [])).toBe('straits-last-30-days');
  expect(slugOf('海峡', [])).toBe('view');
  expect(slugOf('Straits!', ['straits', 'straits-2'])).toBe('straits-3');
});

test('ports are read with whole minutes', () => {
  expect(readPorts('name,unlocode,latitude,longitude\nCallao,PECLL,1203S,07709W\n')).toEqual([
    { name: 'Callao', unlocode: 'PECLL', lat: -12.05, lon: -77.15 },
  ]);
  expect(ports.every(({ lat, lon }) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180)).toBe(true);
});

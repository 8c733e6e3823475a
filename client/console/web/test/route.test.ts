import { beforeEach, expect, test, vi } from 'vitest';
import './browser';

const place = { pathname: '/map', search: '' };
const go = (address: string) => void Object.assign(place, { pathname: address.split('?')[0], search: address.slice(address.split('?')[0].length) });
vi.stubGlobal('location', place);
vi.stubGlobal('history', { pushState: (_: null, __: string, to: string) => go(to), replaceState: (_: null, __: string, to: string) => go(to) });
const { navigate, setParamsOf } = await import('~/state/route');

const moveMap = () => setParamsOf('map', (params) => params.set('at', '1.2,104,9'));
const address = () => place.pathname + place.search;

beforeEach(() => navigate('/map'));

test('a map says in the address where it is, beside what stands there', () => {
  navigate('/map', new URLSearchParams({ act: 'ROBBERY' }));
  moveMap();
  expect(address()).toBe('/map?act=ROBBERY&at=1.2%2C104%2C9');
});

test.each(['/', ''])('the map is also what "%s" shows', (path) => {
  navigate(path);
  moveMap();
  expect(place.search).toBe('?at=1.2%2C104%2C9');
});

test.each(['/watch', '/incident/SG/12'])('a map that still moves says nothing in the address of %s', (path) => {
  navigate(path);
  moveMap();
  expect(address()).toBe(path);
});

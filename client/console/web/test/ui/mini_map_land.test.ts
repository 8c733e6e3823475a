import { expect, test } from 'vitest';
import { opened } from '~/ui/mini_map_land';

test('a coast across the 180th meridian runs on', () => {
  expect(opened([[179, 66], [-179, 67], [-178, 65], [179, 66]])).toEqual([[179, 66], [181, 67], [182, 65], [179, 66]]);
});

test('a coast round the pole is closed by way of it', () => {
  expect(opened([[-180, -75], [-60, -70], [60, -70], [180, -75]]))
    .toEqual([[-180, -75], [-60, -70], [60, -70], [180, -75], [180, -90], [-180, -90]]);
});

test('any other coast stays as it is', () => {
  expect(opened([[103, 1], [104, 1], [104, 2], [103, 1]])).toEqual([[103, 1], [104, 1], [104, 2], [103, 1]]);
});

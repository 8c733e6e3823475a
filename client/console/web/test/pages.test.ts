import { expect, test } from 'vitest';
import { allPages } from '~/api/pages';

test('all of a list is read page after page, each asked for by the token of the one before', async () => {
  const pages: Record<string, { lines: number[]; nextPageToken: string }> = {
    '': { lines: [1, 2], nextPageToken: 'b' }, b: { lines: [], nextPageToken: 'c' }, c: { lines: [3], nextPageToken: '' },
  };
  expect(await allPages(async (token) => pages[token], ({ lines }) => lines)).toEqual([1, 2, 3]);
});

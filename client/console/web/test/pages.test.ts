import { Code, ConnectError } from '@connectrpc/connect';
import { expect, test } from 'vitest';
import { allPages, pageAfter } from '~/api/pages';
import { ErrorInfoSchema } from '~/gen/google/rpc/error_details_pb';

test('all of a list is read page after page, each asked for by the token of the one before', async () => {
  const pages: Record<string, { lines: number[]; nextPageToken: string }> = {
    '': { lines: [1, 2], nextPageToken: 'b' }, b: { lines: [], nextPageToken: 'c' }, c: { lines: [3], nextPageToken: '' },
  };
  expect(await allPages(async (token) => pages[token], ({ lines }) => lines)).toEqual([1, 2, 3]);
});

const refused = (reason: string) => new ConnectError('no', Code.InvalidArgument, undefined, [{ desc: ErrorInfoSchema, value: { reason } }]);

// Of a node that gives page after page, and refuses the tokens of before.
const asked = (tokens: string[], reason: string) => async (token: string) => {
  tokens.push(token);
  if (token === 'old') throw refused(reason);
  return { of: token, nextPageToken: '' };
};

test('a list whose token is refused begins again, and says so', async () => {
  const tokens: string[] = [];
  expect(await pageAfter(asked(tokens, 'INVALID_PAGE_TOKEN'), 'old')).toEqual({ page: { of: '', nextPageToken: '' }, anew: true });
  expect(tokens).toEqual(['old', '']);
  expect(await pageAfter(asked([], ''), 'good')).toMatchObject({ page: { of: 'good' }, anew: false });
});

test('what else is refused stays refused', async () => {
  await expect(pageAfter(asked([], 'INVALID_FILTER'), 'old')).rejects.toThrow('no');
  await expect(pageAfter(async () => { throw refused('INVALID_PAGE_TOKEN'); }, '')).rejects.toThrow('no');
});

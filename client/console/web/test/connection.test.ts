import { Code, ConnectError } from '@connectrpc/connect';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { describe, expect, test, vi } from 'vitest';
import { isOfConsole } from '~/api/errors';
import { earliest } from '~/base/moments';
import { ErrorInfoSchema } from '~/gen/google/rpc/error_details_pb';
import { troubleOfConnection } from '~/state/trouble';
import './browser';

vi.stubGlobal('location', { pathname: '/incident/100%', search: '' });

const refused = (reason: string) => new ConnectError('no', Code.Unauthenticated, undefined, [{ desc: ErrorInfoSchema, value: { reason } }]);

describe('what stands between the page and the node', () => {
  test('the console refuses by itself, and the node was not asked', () => {
    for (const reason of ['LOCKED', 'NO_SESSION', 'TOO_MANY_STREAMS']) expect(isOfConsole(refused(reason)), reason).toBe(true);
    expect(isOfConsole(refused('INVALID_CURSOR'))).toBe(false);
    expect(isOfConsole(new TypeError('network'))).toBe(false);
  });

  test('of what is lost the worst is told', () => {
    const all = { sessionOver: true, nodeLost: true, feedLost: true };
    expect(troubleOfConnection(all).map((one) => one.what)).toEqual(['sessionOver']);
    expect(troubleOfConnection({ ...all, sessionOver: false }).map((one) => one.what)).toEqual(['nodeLost']);
    expect(troubleOfConnection({ sessionOver: false, nodeLost: false, feedLost: true }).map((one) => one.what)).toEqual(['feedLost']);
    expect(troubleOfConnection({ sessionOver: false, nodeLost: false, feedLost: false })).toEqual([]);
  });

  test('the earliest of moments within one second is the earliest', () => {
    const [a, b] = [timestampFromDate(new Date(1_700_000_000_900)), timestampFromDate(new Date(1_700_000_000_100))];
    expect(earliest([a, b])).toBe(b);
    expect(earliest([b, a])).toBe(b);
    expect(earliest([a, undefined])).toBeUndefined();
  });

  test('an address that is not well formed is read as it stands', async () => {
    const { pathIn, route } = await import('~/state/route');
    expect(route.value.path).toBe('/incident/100%');
    expect(pathIn('/incident/SG%2F12')).toBe('/incident/SG/12');
  });
});

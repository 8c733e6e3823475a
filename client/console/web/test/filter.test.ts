import { describe, expect, test } from 'vitest';
import { readFilter, requestOf, writeFilter } from '~/state/filter';

const address = 'from=2019-02-01&until=2019-02-28&act=ROBBERY,BOARDED&weapon=FIREARM&economy=SG,ID&navarea=11&cat=1'
  + '&name=ocean+star&imo=9074729&q=%22engine+spares%22+OR+rope*&shape=circle%3A1.25%2C104.04%2C20&retracted=1';

describe('a filter', () => {
  test('comes back from the address as it was written', () => {
    const filter = readFilter(new URLSearchParams(address));
    const written = new URLSearchParams();
    writeFilter(filter, written);
    expect(readFilter(written)).toEqual(filter);
    expect([...written.keys()].sort()).toEqual([...new URLSearchParams(address).keys()].sort());
  });

  test('leaves what is not its own in the address', () => {
    const params = new URLSearchParams('view=1,2,3&act=ROBBERY');
    writeFilter({ codes: {}, words: {}, navareas: [], categories: [], retracted: false }, params);
    expect(params.toString()).toBe('view=1%2C2%2C3');
  });

  test('asks the node for whole days, the last one included', () => {
    const request = requestOf(readFilter(new URLSearchParams(address)));
    expect(request.occurredFrom?.seconds).toBe(BigInt(Date.UTC(2019, 1, 1) / 1000));
    expect(request.occurredUntil?.seconds).toBe(BigInt(Date.UTC(2019, 2, 1) / 1000));
    expect(request.economies).toEqual(['SG', 'ID']);
    expect(request.classifications).toMatchObject([{ value: '1' }]);
    expect(request.shape.case).toBe('circle');
  });

  test.each(['act=NONSENSE', 'from=2019-13-45', 'imo=12', 'navarea=22', 'shape=circle:1,2', 'shape=box:91,0,0,1', 'cat=5'])(
    'does not take %s', (wrong) => {
      expect(readFilter(new URLSearchParams(wrong))).toEqual(readFilter(new URLSearchParams()));
    });
});

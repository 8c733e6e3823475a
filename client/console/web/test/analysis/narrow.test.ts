import { describe, expect, test } from 'vitest';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { ActStage, ReportingArea } from '~/gen/lightship/v1/vocabulary_pb';
import type { Filter } from '~/state/filter';
import { narrowed } from '~/views/analysis/narrow';

const all: Filter = { codes: {}, words: {}, navareas: [], categories: [], retracted: false };

describe('the filter of a cell', () => {
  test('asks for its value and its time', () => {
    expect(narrowed(all, [Dimension.ACT, Dimension.YEAR], ['boarded', '2019']))
      .toEqual({ ...all, codes: { act: [ActStage.BOARDED] }, from: '2019-01-01', until: '2019-12-31' });
    expect(narrowed(all, [Dimension.YEAR, Dimension.MONTH_OF_YEAR], ['2020', '02'])).toEqual({ ...all, from: '2020-02-01', until: '2020-02-29' });
  });

  test('keeps what is asked already, and the narrower period', () => {
    const asked: Filter = { ...all, from: '2019-06-01', words: { flag: ['SG'] } };
    expect(narrowed(asked, [Dimension.YEAR], ['2019'])).toEqual({ ...asked, until: '2019-12-31' });
  });

  test('takes the lanes of the Singapore Strait for one location', () => {
    expect(narrowed(all, [Dimension.LOCATION], ['Singapore Strait'])?.codes.reparea).toHaveLength(4);
    expect(narrowed(all, [Dimension.REPORTING_AREA], ['Singapore Strait'])?.codes.reparea).toEqual([ReportingArea.SINGAPORE_STRAIT]);
  });

  test('is none where a filter would say something else than the cell', () => {
    expect(narrowed(all, [Dimension.LOCATION], ['Indonesia'])).toBeUndefined();
    expect(narrowed(all, [Dimension.ACT], [''])).toBeUndefined();
    expect(narrowed(all, [Dimension.MONTH_OF_YEAR], ['02'])).toBeUndefined();
    expect(narrowed(all, [Dimension.PORT], ['Dumai Anchorage'])).toBeUndefined();
    expect(narrowed({ ...all, codes: { act: [ActStage.HIJACKED] } }, [Dimension.ACT], ['boarded'])).toBeUndefined();
    expect(narrowed({ ...all, until: '2018-12-31' }, [Dimension.YEAR], ['2019'])).toBeUndefined();
  });
});

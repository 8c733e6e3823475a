import { describe, expect, test } from 'vitest';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { wholeScale } from '~/views/analysis/time_scale';

describe('a scale of time', () => {
  test('has no gaps between the first and the last', () => {
    expect(wholeScale(Dimension.YEAR, ['2019', '2022', ''])).toEqual(['2019', '2020', '2021', '2022', '']);
    expect(wholeScale(Dimension.QUARTER, ['2019-Q4', '2020-Q2'])).toEqual(['2019-Q4', '2020-Q1', '2020-Q2']);
    expect(wholeScale(Dimension.MONTH, ['2019-11', '2020-02'])).toEqual(['2019-11', '2019-12', '2020-01', '2020-02']);
  });

  test('has every month of the year and every hour of the day', () => {
    expect(wholeScale(Dimension.MONTH_OF_YEAR, ['03'])).toHaveLength(12);
    expect(wholeScale(Dimension.HOUR_OF_DAY, ['03', ''])).toHaveLength(25);
  });

  test('stays as it is where it would be endless, or is none of time', () => {
    expect(wholeScale(Dimension.YEAR, ['0019', '2019'])).toEqual(['0019', '2019']);
    expect(wholeScale(Dimension.YEAR, [])).toEqual([]);
    expect(wholeScale(Dimension.ACT, ['boarded'])).toEqual(['boarded']);
  });
});

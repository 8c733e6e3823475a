import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from 'vitest';
import { IncidentFilterSchema } from '~/gen/lightship/v1/filter_pb';
import { comparedSpots, filterBefore, hotSpotsOf } from '~/views/analysis/hot_spots';
import { row } from './counts';

describe('hot spots', () => {
  const rows = [row(3, '31db', 'Singapore Straits'), row(10, '31db', ''), row(4, '31db', 'Batu Berhanti'), row(12, '103d', ''), row(90, '', 'Lagos')];

  test('are the cells with most incidents, named by the place that is written most often', () => {
    expect(hotSpotsOf(rows)).toMatchObject([{ cell: '31db', count: 17, place: 'Batu Berhanti' }, { cell: '103d', count: 12, place: '' }]);
  });

  test('are compared with the period before', () => {
    const spots = comparedSpots(hotSpotsOf(rows), [row(10, '31db')]);
    expect(spots.map(({ before, change }) => [before, change])).toEqual([[10, { kind: 'percent', percent: 70 }], [0, { kind: 'new' }]]);
  });

  test('have a period before where the period has both ends', () => {
    const at = (day: string) => timestampFromDate(new Date(`${day}T00:00:00Z`));
    const before = filterBefore(create(IncidentFilterSchema, { occurredFrom: at('2019-01-01'), occurredUntil: at('2020-01-01') }));
    expect(before).toMatchObject({ occurredFrom: at('2018-01-01'), occurredUntil: at('2019-01-01') });
    expect(filterBefore(create(IncidentFilterSchema, { occurredFrom: at('2019-01-01') }))).toBeUndefined();
  });
});

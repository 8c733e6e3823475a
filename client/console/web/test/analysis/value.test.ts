import { describe, expect, test } from 'vitest';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { ActStage, ReportingArea, ShipType, SourceKind, Weapon } from '~/gen/lightship/v1/vocabulary_pb';
import { valueOf } from '~/views/analysis/value';

describe('a key of a count', () => {
  test('is the code that the node calls so', () => {
    expect(valueOf(Dimension.ACT, 'attempted boarding')).toMatchObject({ kind: 'code', number: ActStage.ATTEMPTED_BOARDING });
    expect(valueOf(Dimension.ACT, 'hijack and kidnapping')).toMatchObject({ number: ActStage.HIJACK_AND_KIDNAP });
    expect(valueOf(Dimension.WEAPON, 'explosive boat, missile or drone')).toMatchObject({ number: Weapon.WBIED_MISSILE_DRONE });
    expect(valueOf(Dimension.SHIP_TYPE, 'LPG carrier')).toMatchObject({ number: ShipType.LPG });
    expect(valueOf(Dimension.SOURCE, 'IMB PRC')).toMatchObject({ number: SourceKind.IMB_PRC });
    expect(valueOf(Dimension.REPORTING_AREA, 'Straits of Malacca and Singapore'))
      .toMatchObject({ number: ReportingArea.STRAITS_OF_MALACCA_AND_SINGAPORE });
  });

  test('is a State by the name that APEC or ISO uses', () => {
    expect(valueOf(Dimension.FLAG, 'Hong Kong, China')).toEqual({ kind: 'state', code: 'HK' });
    expect(valueOf(Dimension.FLAG, 'The Philippines')).toEqual({ kind: 'state', code: 'PH' });
    expect(valueOf(Dimension.FLAG, 'Panama')).toEqual({ kind: 'state', code: 'PA' });
  });

  test('of a location is a reporting area before the State of that name, else a State, a NAVAREA, or several States', () => {
    expect(valueOf(Dimension.LOCATION, 'Indonesia')).toMatchObject({ kind: 'code', number: ReportingArea.INDONESIA });
    expect(valueOf(Dimension.LOCATION, 'Nigeria')).toEqual({ kind: 'state', code: 'NG' });
    expect(valueOf(Dimension.LOCATION, 'NAVAREA XI')).toEqual({ kind: 'navarea', number: 11 });
    expect(valueOf(Dimension.LOCATION, 'several States')).toEqual({ kind: 'severalStates' });
  });

  test('of time is its number', () => {
    expect(valueOf(Dimension.MONTH, '2019-06')).toEqual({ kind: 'month', year: 2019, number: 6 });
    expect(valueOf(Dimension.QUARTER, '2019-Q2')).toEqual({ kind: 'quarter', year: 2019, number: 2 });
    expect(valueOf(Dimension.HOUR_OF_DAY, '07')).toEqual({ kind: 'hour', number: 7 });
  });

  test('that this version does not know stays as it is, and an empty one is not known', () => {
    expect(valueOf(Dimension.ACT, 'value 99')).toEqual({ kind: 'text', text: 'value 99' });
    expect(valueOf(Dimension.ARMS, 'lasers')).toEqual({ kind: 'text', text: 'lasers' });
    expect(valueOf(Dimension.ACT, '')).toEqual({ kind: 'unknown' });
  });
});

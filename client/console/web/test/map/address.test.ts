import { describe, expect, test } from 'vitest';
import { IncidentOrder } from '~/gen/lightship/v1/incident_pb';
import { orderOf, placeText, readMode, readOrder, readOverlays, readPlace, setKey } from '~/views/map/address';

describe('the map in the address', () => {
  test('keeps where it is', () => {
    const place = { lat: 1.2345, lon: -104.0401, zoom: 9.5 };
    expect(readPlace(new URLSearchParams({ at: placeText(place) }))).toEqual(place);
  });

  test.each(['', '1,2', '91,0,3', '0,181,3', '0,0,-1', '1,,3', '1,2,3,4'])('is nowhere for "%s"', (at) => {
    expect(readPlace(new URLSearchParams({ at }))).toBeUndefined();
  });

  test('leaves out what one sees anyway', () => {
    const params = new URLSearchParams('mode=heat&act=ROBBERY');
    setKey(params, 'mode', 'points', 'points');
    expect(params.toString()).toBe('act=ROBBERY');
    setKey(params, 'mode', 'heat', 'points');
    expect(readMode(params)).toBe('heat');
  });

  test('keeps an empty choice of layers apart from none', () => {
    expect(readOverlays(new URLSearchParams())).toEqual(['ports']);
    expect(readOverlays(new URLSearchParams('layers='))).toEqual([]);
    expect(readOverlays(new URLSearchParams('layers=navareas,areas,nonsense'))).toEqual(['areas', 'navareas']);
  });

  test('knows the orders of the node', () => {
    expect(orderOf(readOrder(new URLSearchParams('sort=oldest')))).toBe(IncidentOrder.OLDEST);
    expect(readOrder(new URLSearchParams('sort=nonsense'))).toBe('newest');
  });
});

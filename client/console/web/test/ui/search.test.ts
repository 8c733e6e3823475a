import { describe, expect, test } from 'vitest';
import { likeness } from '~/ui/search';

describe('a search', () => {
  test.each([
    ['knife', 'knife or blade'], ['singapore str', 'Singapore Strait'], ['STRAIT sing', 'Singapore Strait'],
    ['viet', 'Viet Nam'], ['cote', 'Côte d’Ivoire'], ['新加', '新加坡海峡'],
  ])('for "%s" finds %s', (query, line) => {
    expect(likeness(query, line)).toBeGreaterThan(0);
  });

  test.each([['knife gun', 'knife or blade'], ['nife', 'knife or blade'], ['', 'anything'], ['singapore str', 'Singapore']])(
    'for "%s" does not find %s', (query, line) => {
      expect(likeness(query, line)).toBe(0);
    });

  test('puts whole words before beginnings, and the line before its heading', () => {
    expect(likeness('port', 'port area')).toBeGreaterThan(likeness('port', 'Portugal'));
    expect(likeness('weapon', 'weapon seen')).toBeGreaterThan(likeness('weapon', 'knife', 'Weapon'));
    expect(likeness('weapon knife', 'knife', 'Weapon')).toBeGreaterThan(0);
  });
});

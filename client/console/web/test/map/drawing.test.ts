import { describe, expect, test } from 'vitest';
import type { Point } from '~/base/geodesy';
import { shapeText } from '~/state/shape';
import { crossesItself, shapeOfPoints } from '~/views/map/drawing';

const text = (...args: Parameters<typeof shapeOfPoints>) => {
  const shape = shapeOfPoints(...args);
  return shape && shapeText(shape);
};

describe('a drawn area', () => {
  test('is a box whichever way it was dragged', () => {
    for (const points of [[[103, 1.5], [104.5, 0.9]], [[104.5, 1.5], [103, 0.9]], [[104.5, 0.9], [103, 1.5]]] as Point[][]) {
      expect(text('box', points)).toBe('box:1.5,103,0.9,104.5');
    }
  });

  test('may cross the 180th meridian, on either copy of the world', () => {
    expect(text('box', [[170, 10], [190, -10]])).toBe('box:10,170,-10,-170');
    expect(text('box', [[-190, 10], [-170, -10]])).toBe('box:10,170,-10,-170');
    expect(text('polygon', [[170, 0], [190, 0], [180, 10]])).toBe('polygon:0,170;0,-170;10,180');
    expect(text('circle', [[181, 0], [182, 0]])).toMatch(/^circle:0,-179,60\.0/);
  });

  test('may go round the world', () => {
    expect(text('box', [[-200, 10], [200, -10]])).toBe('box:10,-180,-10,180');
  });

  test('is none after a slip of the hand, or before its last corner', () => {
    expect(text('box', [[103, 1], [103, 1]])).toBeUndefined();
    expect(text('circle', [[103, 1], [103, 1]])).toBeUndefined();
    expect(text('polygon', [[103, 1], [104, 1]])).toBeUndefined();
  });
});

test('a polygon is told from one whose edges cross', () => {
  expect(crossesItself([[0, 0], [1, 0], [1, 1], [0, 1]])).toBe(false);
  expect(crossesItself([[0, 0], [1, 1], [1, 0], [0, 1]])).toBe(true);
  expect(crossesItself([[170, 0], [-170, 0.5], [150, 5], [150, -5]])).toBe(false);
  expect(crossesItself([[0, 0], [1, 1]])).toBe(false);
});

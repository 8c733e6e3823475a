import { describe, expect, test } from 'vitest';
import { around, boxOf, moved, pointAt, wholeWorld, wrapped, zoomed } from '~/ui/mini_map_view';

describe('a small map', () => {
  test('finds the place under the pointer', () => {
    const view = { lat: 0, lon: 100, span: 10 };
    expect(pointAt(view, 2, 0.5, 0.5)).toEqual({ lat: 0, lon: 100 });
    expect(pointAt(view, 2, 0, 0)).toEqual({ lat: 5, lon: 90 });
  });

  test('goes round at the 180th meridian', () => {
    expect(wrapped(190)).toBe(-170);
    expect(wrapped(-190)).toBe(170);
    expect(wrapped(180)).toBe(180);
    expect(pointAt({ lat: 0, lon: 179, span: 10 }, 1, 1, 0.5).lon).toBeCloseTo(-176);
    expect(moved({ lat: 0, lon: 179, span: 10 }, 0.5, 0).lon).toBe(-176);
  });

  test('keeps the place under the pointer when zooming, across the 180th meridian too', () => {
    const view = { lat: 0, lon: 178, span: 20 };
    const about = pointAt(view, 1, 0.9, 0.5);
    expect(about.lon).toBeLessThan(0);
    const near = zoomed(view, 0.5, about);
    expect(pointAt(near, 1, 0.9, 0.5).lon).toBeCloseTo(about.lon, 5);
  });

  test('is true to scale at its middle', () => {
    const box = boxOf({ lat: 60, lon: 0, span: 10 }, 1);
    expect(box.east - box.west).toBeCloseTo(20);
  });

  test('shows no more than the world, and never beyond a pole', () => {
    expect(zoomed(wholeWorld, 4, wholeWorld).span).toBe(wholeWorld.span);
    expect(around({ lat: 89.9, lon: 0 }).lat).toBe(87);
  });
});

// What WebGL has painted on a canvas, as colours.
import type { BrowserContext, Locator } from '@playwright/test';

// In pages loaded from now on a painted canvas can be read at any time, and not in the frame alone in which it was painted.
export async function keepPainted(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const before = HTMLCanvasElement.prototype.getContext as (kind: string, attributes?: object) => RenderingContext | null;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, attributes?: object) {
      return before.call(this, kind, { ...attributes, preserveDrawingBuffer: true });
    } as typeof HTMLCanvasElement.prototype.getContext;
  });
}

// How many of its pixels are of each of the theme's colours, by their names ("sea").
export function pixelsOf(canvas: Locator, colours: string[]): Promise<number[]> {
  return canvas.evaluate((element, names) => {
    const { width, height } = element as HTMLCanvasElement;
    const copy = new OffscreenCanvas(width, height).getContext('2d')!;
    copy.drawImage(element as HTMLCanvasElement, 0, 0);
    const pixels = new DataView(copy.getImageData(0, 0, width, height).data.buffer);
    const style = getComputedStyle(document.documentElement);
    const wanted = names.map((name) => Number.parseInt(style.getPropertyValue(`--${name}`).trim().slice(1), 16));
    const counts = names.map(() => 0);
    for (let at = 0; at < pixels.byteLength; at += 4) {
      const place = wanted.indexOf(pixels.getUint32(at) >>> 8);
      if (place >= 0) counts[place]! += 1;
    }
    return counts;
  }, colours);
}

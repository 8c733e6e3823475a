// Which level of S2 cells suits a zoom: cells of about 64 pixels. Pure.
export const levelLeast = 1;
export const levelMost = 14;

// A cell of level 0 spans 7,842 km, a pixel of zoom 0 78.27 km.
const levelAtZoom0 = Math.log2(7842 / (64 * 78.27));

export function levelForZoom(zoom: number): number {
  return Math.min(levelMost, Math.max(levelLeast, Math.round(zoom + levelAtZoom0)));
}

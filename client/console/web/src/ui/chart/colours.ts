// The theme's colours as the map needs them, read from the style sheet.
const names = [
  'ground', 'surface', 'ink', 'muted', 'line', 'accent', 'alert', 'sea', 'land', 'coast', 'grid', 'area',
  'cat-0', 'cat-1', 'cat-2', 'cat-3', 'cat-4', 'cat-5', 'heat-1', 'heat-2', 'heat-3', 'heat-4',
] as const;

export type Colours = Record<(typeof names)[number], string>;

export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colours;
}

export const categories = [1, 2, 3, 4, 5, 0] as const;
type Category = (typeof categories)[number];

export function categoryColour(colours: Colours, category: number): string {
  return colours[`cat-${category as Category}`] ?? colours['cat-0'];
}

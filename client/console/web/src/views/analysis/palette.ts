// The theme's colours where a chart stands, from the tokens of the style sheet.
import type { Role } from './drawing';

export interface Palette {
  ink: string;
  muted: string;
  line: string;
  surface: string;
  raised: string;
  accent: string;
  series: string[];
  roles: Record<Role, string>;
  // From few to many.
  heat: string[];
}

const seriesTokens = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5'];

export function paletteAt(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: token('--ink'), muted: token('--muted'), line: token('--line'), surface: token('--surface'), raised: token('--raised'),
    accent: token('--accent'), series: seriesTokens.map(token), 
    roles: {
      others: token('--series-6'), unknown: token('--line'), day: token('--cat-3'), night: token('--series-1'), dusk: token('--series-2'),
    }, heat: [token('--accent-soft'), token('--accent')],
  };
}

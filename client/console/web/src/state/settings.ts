// How this officer wants to see things; kept in the browser.
import { effect } from '@preact/signals';
import { kept } from '~/base/kept';

export const themes = ['day', 'night', 'red'] as const;
export type Theme = (typeof themes)[number];

export const theme = kept<Theme>('theme', themes, matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'day');
export const sound = kept('sound', ['on', 'off'] as const, 'on');
// Whether somebody wanted to hear the alarm here.
export const alarm = kept('alarm', ['off', 'on'] as const, 'off');
// Whether the watch shows exercises and tests too.
export const exercises = kept('exercises', ['off', 'on'] as const, 'off');
// Whether charts tell their series apart by patterns too, for whoever does not see their colours.
export const chartPatterns = kept('chart-patterns', ['off', 'on'] as const, 'off');

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
addEventListener('beforeprint', () => (document.documentElement.dataset.theme = 'paper'));
addEventListener('afterprint', () => (document.documentElement.dataset.theme = theme.peek()));

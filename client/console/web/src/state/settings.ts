// How this officer wants to see things; kept in the browser.
import { effect, signal, type Signal } from '@preact/signals';
import { languages, type Language } from '~/i18n/languages';

export const themes = ['day', 'night', 'red'] as const;
export type Theme = (typeof themes)[number];

function kept<T extends string>(name: string, allowed: readonly T[], otherwise: T): Signal<T> {
  const stored = localStorage.getItem(`lightship.${name}`) as T | null;
  const setting = signal(stored && allowed.includes(stored) ? stored : otherwise);
  effect(() => localStorage.setItem(`lightship.${name}`, setting.value));
  return setting;
}

function preferredLanguage(): Language {
  for (const tag of navigator.languages) {
    const wanted = /^zh\b.*(hant|tw|hk|mo)/i.test(tag) ? 'zh-Hant' : /^zh\b/i.test(tag) ? 'zh-Hans' : tag.slice(0, 2);
    const found = languages.find((language) => language === wanted);
    if (found) return found;
  }
  return 'en';
}

export const theme = kept<Theme>('theme', themes, matchMedia('(prefers-color-scheme: dark)').matches ? 'night' : 'day');
export const language = kept<Language>('language', languages, preferredLanguage());
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

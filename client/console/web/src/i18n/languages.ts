// The languages of the console, each by its own name.
export const languages = ['en', 'es', 'id', 'ja', 'zh-Hans', 'zh-Hant'] as const;
export type Language = (typeof languages)[number];

export const languageNames: Record<Language, string> = {
  en: 'English',
  es: 'Español',
  id: 'Bahasa Indonesia',
  ja: '日本語',
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
};

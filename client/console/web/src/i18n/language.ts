// The language that this officer reads.
import { kept } from '~/base/kept';
import { languages, type Language } from './languages';

function preferredLanguage(): Language {
  for (const tag of navigator.languages) {
    const wanted = /^zh\b.*(hant|tw|hk|mo)/i.test(tag) ? 'zh-Hant' : /^zh\b/i.test(tag) ? 'zh-Hans' : tag.slice(0, 2);
    const found = languages.find((language) => language === wanted);
    if (found) return found;
  }
  return 'en';
}

export const language = kept<Language>('language', languages, preferredLanguage());

// Lists as the officer's language joins them.
import { language } from '~/i18n/language';

// "verifier or liaison"
export function enumeration(words: string[]): string {
  return new Intl.ListFormat(language.value, { type: 'disjunction' }).format(words);
}

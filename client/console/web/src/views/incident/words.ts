// Lists as the officer's language joins them.
import { language } from '~/state/settings';

// "verifier or liaison"
export function enumeration(words: string[]): string {
  return new Intl.ListFormat(language.value, { type: 'disjunction' }).format(words);
}

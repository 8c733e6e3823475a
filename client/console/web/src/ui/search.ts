// Finds lines by the beginnings of their words, in any order, whatever the case and the diacritics. Pure.
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function wordsOf(text: string): string[] {
  return plain(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

// Writing without spaces between words is found anywhere.
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

// How well: 0 not at all; more for words of `main` than for those of `beside`, and for the whole beginning.
export function likeness(query: string, main: string, beside = ''): number {
  const asked = wordsOf(query);
  if (asked.length === 0) return 0;
  const inMain = wordsOf(main);
  const inBeside = wordsOf(beside);
  let found = 0;
  for (const word of asked) {
    if (inMain.some((one) => one === word)) found += 4;
    else if (inMain.some((one) => one.startsWith(word)) || (unspaced.test(word) && plain(main).includes(word))) found += 3;
    else if (inBeside.some((one) => one.startsWith(word)) || (unspaced.test(word) && plain(beside).includes(word))) found += 1;
    else return 0;
  }
  return found / asked.length + (plain(main).startsWith(plain(query.trim())) ? 1 : 0);
}

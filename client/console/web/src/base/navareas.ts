// NAVAREAs are numbered as the Romans did, in every language.
const numerals = [[10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I']] as const;

export const navareaNumbers = Array.from({ length: 21 }, (_, i) => i + 1);

// "XI".
export function navareaNumeral(number: number): string {
  let left = number;
  let text = '';
  for (const [value, sign] of numerals) {
    for (; left >= value; left -= value) text += sign;
  }
  return text;
}

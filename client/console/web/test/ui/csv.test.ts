import { describe, expect, test } from 'vitest';
import { csvText } from '~/ui/csv';

describe('a table as CSV', () => {
  test('begins with the mark of UTF-8 and ends each line as RFC 4180 has it', () => {
    expect(csvText([['year', 'total'], ['2019', 4]])).toBe('\uFEFFyear,total\r\n2019,4\r\n');
  });

  test('quotes what would part a line', () => {
    expect(csvText([['Dumai, Indonesia', 'the "Straits"', 'a\nb', undefined]])).toBe('\uFEFF"Dumai, Indonesia","the ""Straits""","a\nb",\r\n');
  });

  test('gives a spreadsheet no formula to run', () => {
    expect(csvText([['=1+1', '@SUM(A1)', 'a;=cmd', '-5', '+12%']])).toBe("\uFEFF'=1+1,'@SUM(A1),a;'=cmd,-5,'+12%\r\n");
  });
});

// Tables as CSV (RFC 4180). Pure.
export type Field = string | number | undefined;

const mark = '\uFEFF';

function looksLikeFormula(text: string): boolean {
  const isNumber = /^[+\-.\d]+$/.test(text) && !Number.isNaN(Number(text));
  return /^[=+\-@]/.test(text) && !isNumber;
}

// Spreadsheets of some regions part fields at semicolons and know no quotes: no piece of a field may be run as a formula.
function withoutFormulas(text: string): string {
  return text.replace(/([" ]*)([^;\t\r\n]*)/g, (_, before: string, piece: string) =>
    (looksLikeFormula(piece) ? `${before}'${piece}` : before + piece));
}

function fieldText(field: Field): string {
  if (field === undefined || typeof field === 'number') return String(field ?? '');
  const text = withoutFormulas(field);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// With the mark by which spreadsheets know UTF-8.
export function csvText(lines: readonly (readonly Field[])[]): string {
  return mark + lines.map((line) => `${line.map(fieldText).join(',')}\r\n`).join('');
}

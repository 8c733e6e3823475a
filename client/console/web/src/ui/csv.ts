// Tables as CSV files that spreadsheets open: what looks like a formula is kept a text. Pure, but for `download`.
const byteOrderMark = '\uFEFF';

function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text) && !/^[+\-.0-9]+$/.test(text);
}

export function csvField(value: string): string {
  const safe = value.split(/(?<=[;\t\r\n])/).map((piece) => (looksLikeFormula(piece.replace(/^[" ]+/, '')) ? `'${piece}` : piece)).join('');
  return /[",;\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(lines: string[][]): string {
  return byteOrderMark + lines.map((fields) => fields.map(csvField).join(',') + '\r\n').join('');
}

export function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 0);
}

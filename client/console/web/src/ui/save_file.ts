// Files of the officer's machine.
import { csvText, type Field } from './csv';

// "lightship-recaap-by-month-2026-11-22.csv": what, and when it was made.
export function fileName(what: string, ending: string, now = new Date()): string {
  const slug = what.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  return `lightship-${slug}-${now.toISOString().slice(0, 10)}.${ending}`;
}

export function saveBlob(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function saveCsv(lines: readonly (readonly Field[])[], what: string): void {
  saveBlob(new Blob([csvText(lines)], { type: 'text/csv;charset=utf-8' }), fileName(what, 'csv'));
}

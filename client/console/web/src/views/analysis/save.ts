// Tables and charts as files of the officer's machine.
import { csvText, type Field } from './csv';
import type { Drawing } from './drawing';
import { init } from './echarts';
import { heightOf, optionOf, type Style } from './option';

const chartWidth = 960;
const sharpness = 2;

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

// With a ground of its own: a picture is looked at elsewhere.
const pictured = (drawing: Drawing, style: Style) => ({ ...optionOf(drawing, style), backgroundColor: style.palette.surface });

export function saveSvg(drawing: Drawing, style: Style, what: string): void {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: chartWidth, height: heightOf(drawing) });
  chart.setOption(pictured(drawing, style));
  saveBlob(new Blob([chart.renderToSVGString()], { type: 'image/svg+xml' }), fileName(what, 'svg'));
  chart.dispose();
}

export async function savePng(drawing: Drawing, style: Style, what: string): Promise<void> {
  const box = document.createElement('div');
  const chart = init(box, null, { renderer: 'canvas', width: chartWidth, height: heightOf(drawing), devicePixelRatio: sharpness });
  chart.setOption(pictured(drawing, style));
  const canvas = chart.renderToCanvas({ pixelRatio: sharpness });
  const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  chart.dispose();
  if (picture) saveBlob(picture, fileName(what, 'png'));
}

// Charts as files of the officer's machine.
import { fileName, saveBlob } from '~/ui/save_file';
import type { Drawing } from './drawing';
import { init } from './echarts';
import { heightOf, optionOf, type Style } from './option';

const chartWidth = 960;
const sharpness = 2;

// With ground and title of its own: a picture is looked at elsewhere.
const pictured = (drawing: Drawing, style: Style, title: string) =>
  ({ ...optionOf(drawing, { ...style, title }), backgroundColor: style.palette.surface });

export function saveSvg(drawing: Drawing, style: Style, what: string): void {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: chartWidth, height: heightOf(drawing, true) });
  chart.setOption(pictured(drawing, style, what));
  saveBlob(new Blob([chart.renderToSVGString()], { type: 'image/svg+xml' }), fileName(what, 'svg'));
  chart.dispose();
}

export async function savePng(drawing: Drawing, style: Style, what: string): Promise<void> {
  const box = document.createElement('div');
  const chart = init(box, null, { renderer: 'canvas', width: chartWidth, height: heightOf(drawing, true), devicePixelRatio: sharpness });
  chart.setOption(pictured(drawing, style, what));
  const canvas = chart.renderToCanvas({ pixelRatio: sharpness });
  const picture = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  chart.dispose();
  if (picture) saveBlob(picture, fileName(what, 'png'));
}

// Charts as files of the officer's machine.
import { fileName, saveBlob } from '~/ui/save_file';
import type { Drawing } from './drawing';
import { init } from './echarts';
import { heightOf, optionOf, type Style } from './option';

const chartWidth = 960;
const sharpness = 2;

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

// A chart: drawn anew when its drawing, its width or the theme changes, and in black on white while it is printed.
import { useSignalEffect } from '@preact/signals';
import type { JSX, RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { chartPatterns, theme } from '~/state/settings';
import type { Drawing } from './drawing';
import { init, type ECharts } from './echarts';
import { heightOf, optionOf, type Style } from './option';
import { paletteAt } from './palette';

interface Props {
  drawing: Drawing;
  description: string;
  // Pixels; else as wide as there is room, as high as it needs.
  size?: { width: number; height: number };
  pick?: (category: number, series: number) => void;
}

export function styleAt(element: Element, description: string): Style {
  const font = getComputedStyle(element).fontFamily;
  return { palette: paletteAt(element), font, patterns: chartPatterns.value === 'on', description };
}

interface Picked {
  dataIndex: number;
  seriesIndex?: number;
  value: unknown;
}

// Category and series of what was clicked; in a grid both stand in the value.
function placeOf(drawing: Drawing, { dataIndex, seriesIndex, value }: Picked): [number, number] {
  if (drawing.kind === 'grid' && Array.isArray(value)) return [value[0] as number, value[1] as number];
  return [dataIndex, seriesIndex ?? 0];
}

function useSize(box: RefObject<HTMLDivElement | null>, chart: RefObject<ECharts | null>) {
  useEffect(() => {
    const observer = new ResizeObserver(() => chart.current?.resize());
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
}

export function Chart({ drawing, description, size, pick }: Props): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  const latest = useRef({ drawing, pick });
  latest.current = { drawing, pick };
  const draw = () => {
    chart.current?.setOption(optionOf(drawing, styleAt(box.current!, description)), { notMerge: true });
    chart.current?.getZr().flush();
  };
  const redraw = useRef(draw);
  redraw.current = draw;

  useEffect(() => {
    const made = init(box.current!, null, { renderer: 'svg' });
    chart.current = made;
    made.on('click', (event) => latest.current.pick?.(...placeOf(latest.current.drawing, event as Picked)));
    const anew = () => redraw.current();
    addEventListener('beforeprint', anew);
    addEventListener('afterprint', anew);
    return () => {
      removeEventListener('beforeprint', anew);
      removeEventListener('afterprint', anew);
      made.dispose();
    };
  }, []);
  useEffect(draw, [drawing, description]);
  useSignalEffect(() => {
    void theme.value;
    void chartPatterns.value;
    redraw.current();
  });
  useSize(box, chart);
  const style = { width: size ? `${size.width}px` : '100%', height: `${size?.height ?? heightOf(drawing)}px` };
  return <div class="analysis-chart" ref={box} style={style} role="img" aria-label={description} />;
}

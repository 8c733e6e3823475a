// The chart within the page: made once, told what to show.
import { useSignalEffect, type Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { language } from '~/i18n/language';
import type { Shape } from '~/state/shape';
import type { Place } from '~/ui/chart/chart';
import type { Bounds } from '~/ui/chart/graticule';
import type { Mode, Overlay } from './address';
import type { CellFeatures } from './cell_features';
import type { Columns } from './columns';
import { IncidentChart } from './incident_chart';

interface Props {
  first: Place;
  columns: Columns;
  shown: number[];
  cells: CellFeatures | null;
  mode: Mode;
  overlays: Overlay[];
  shape: Shape | undefined;
  // Names of the incident pointed at, and of those chosen.
  pointed: Signal<string>;
  chosen: Signal<string[]>;
  onMoved: (place: Place, bounds: Bounds) => void;
  // The chart, for those who draw on it or move it; null when it is gone.
  onChart: (chart: IncidentChart | null) => void;
}

function newChart(container: HTMLElement, props: { current: Props }): IncidentChart {
  const nameOf = (n: number) => props.current.columns.names[n];
  return new IncidentChart(container, t('map.chart'), props.current.first, {
    pointed: (n) => (props.current.pointed.value = n === null ? '' : nameOf(n)),
    chosen: (incidents) => (props.current.chosen.value = incidents.map(nameOf)),
    moved: (place, bounds) => props.current.onMoved(place, bounds),
  });
}

export function ChartPane(props: Props): JSX.Element {
  const { columns, shown, cells, mode, overlays, shape, pointed, chosen } = props;
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<IncidentChart | null>(null);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    chart.current = newChart(container.current!, latest);
    props.onChart(chart.current);
    return () => {
      chart.current?.destroy();
      chart.current = null;
      latest.current.onChart(null);
    };
  }, []);
  useEffect(() => chart.current?.show(columns, shown), [columns, shown]);
  useEffect(() => chart.current?.setMode(mode), [mode]);
  useEffect(() => chart.current?.setOverlays(overlays), [overlays.join()]);
  useEffect(() => chart.current?.showShape(shape), [shape]);
  useEffect(() => chart.current?.showCells(cells), [cells]);
  useEffect(() => chart.current?.renameOverlays(), [language.value]);
  const mark = () => {
    const marked = [pointed.value, ...chosen.value].map((name) => latest.current.columns.indexOf(name));
    chart.current?.mark(marked.filter((n) => n !== undefined));
  };
  useSignalEffect(mark);
  useEffect(mark, [columns]);
  return <div class="map-chart" ref={container} />;
}

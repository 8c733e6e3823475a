// The chart with what stands around it.
import { useSignal } from '@preact/signals';
import { clone } from '@bufbuild/protobuf';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { IncidentFilterSchema, type IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { t } from '~/i18n/catalogue';
import { numberText } from '~/i18n/format';
import { changeFilter, filter, filterKey, filterRequest } from '~/state/asked';
import { route, setParams } from '~/state/route';
import type { Place } from '~/ui/chart/chart';
import type { Bounds } from '~/ui/chart/graticule';
import { Failure } from '~/ui/failure';
import { useAnswer } from '~/ui/use_answer';
import {
  firstPlace, placeText, readMode, readOrder, readOverlays, readPlace, readRange, setKey, setRange, type Mode, type Overlay, type Side,
} from './address';
import { ChartPane } from './chart_pane';
import { ChosenCard } from './chosen_card';
import { Columns } from './columns';
import { DrawControls } from './draw_controls';
import { DrawTool } from './draw_tool';
import type { IncidentChart } from './incident_chart';
import { Legend } from './legend';
import { loadCells, loadIncidents, type Loaded } from './load';
import { monthStart, rangeText, windowOf, type MonthRange } from './months';
import { Player, usePlayer } from './player';
import { SideList } from './side_list';
import { TimeSlider } from './time_slider';
import { ModeChoice, OverlayChoice, ZoomButtons } from './toolbar';

const nothing: Loaded = { columns: new Columns(), total: 0, unlocated: 0, tooMany: false };

// The filter, narrowed to the window of time.
function inWindow(request: IncidentFilter, range: MonthRange | null): IncidentFilter {
  if (!range) return request;
  const narrowed = clone(IncidentFilterSchema, request);
  const from = monthStart(range.from);
  const until = monthStart(range.until + 1);
  const { occurredFrom, occurredUntil } = request;
  if (!occurredFrom || Number(occurredFrom.seconds) * 1000 < from.getTime()) narrowed.occurredFrom = timestampFromDate(from);
  if (!occurredUntil || Number(occurredUntil.seconds) * 1000 > until.getTime()) narrowed.occurredUntil = timestampFromDate(until);
  return narrowed;
}

function useMapData(key: string, sight: { place: Place; bounds: Bounds } | null) {
  const answer = useAnswer((signal) => loadIncidents(filterRequest.peek(), signal), [key]);
  const loaded = answer.value ?? nothing;
  const sightKey = loaded.tooMany && sight ? JSON.stringify(sight) : '';
  const cells = useAnswer(async (signal) => (
    sightKey && sight ? loadCells(filterRequest.peek(), sight.bounds, sight.place.zoom, signal) : null), [key, sightKey]);
  return { answer, loaded, cells };
}

const zoomMs = 200;

// What is drawn becomes the filter's area; what is given up leaves the area that was.
function useDrawTool(chart: IncidentChart | null): DrawTool | null {
  const [tool, setTool] = useState<DrawTool | null>(null);
  useEffect(() => {
    if (!chart) return setTool(null);
    const made = new DrawTool(
      chart,
      (shape) => changeFilter((changed) => (changed.shape = shape)),
      () => chart.showShape(filter.peek().shape));
    setTool(made);
    return () => made.destroy();
  }, [chart]);
  return tool;
}

export function MapPart(): JSX.Element {
  const params = route.value.params;
  const key = filterKey.value;
  const [sight, setSight] = useState<{ place: Place; bounds: Bounds } | null>(null);
  const [side, setSide] = useState<Side>('all');
  const [listed, setListed] = useState(true);
  const { answer, loaded, cells } = useMapData(key, sight);
  const range = useSignal<MonthRange | null>(useMemo(() => readRange(params), []));
  const settled = useSignal<MonthRange | null>(range.peek());
  const player = useMemo(() => new Player(range), []);
  usePlayer(player);
  const pointed = useSignal('');
  const chosen = useSignal<string[]>([]);
  const [chart, setChart] = useState<IncidentChart | null>(null);
  const tool = useDrawTool(chart);

  const { columns } = loaded;
  const shown = useMemo(() => columns.within(range.value && windowOf(range.value)), [columns, range.value]);
  const rough = useMemo(() => columns.roughCount(), [columns]);
  const mode = readMode(params);
  const overlaysShown = readOverlays(params);

  const settle = () => {
    settled.value = range.peek();
    setParams((now) => setRange(now, range.peek()));
  };
  const onMoved = (place: Place, bounds: Bounds) => {
    setSight({ place, bounds });
    setParams((now) => setKey(now, 'at', placeText(place)));
  };
  const setMode = (one: Mode) => setParams((now) => setKey(now, 'mode', one, 'points'));
  const setOverlays = (some: Overlay[]) => setParams((now) => now.set('layers', some.join(',')));
  const request = inWindow(filterRequest.value, settled.value);
  const listKey = `${key} ${settled.value ? rangeText(settled.value) : ''}`;

  return (
    <div class={`map-body ${listed ? '' : 'wide'}`}>
      <div class="map-stage" aria-busy={answer.asking}>
        <ChartPane first={readPlace(params) ?? firstPlace} columns={columns} shown={shown} cells={cells.value ?? null} mode={mode}
                   overlays={overlaysShown} shape={filter.value.shape} pointed={pointed} chosen={chosen} onMoved={onMoved}
                   onChart={setChart} />
        <div class="map-tools">
          <ModeChoice mode={mode} onMode={setMode} />
          <DrawControls tool={tool} />
          <OverlayChoice shown={overlaysShown} onShown={setOverlays} />
          <button type="button" class="button push" aria-expanded={listed} onClick={() => setListed(!listed)}>{t('map.list')}</button>
        </div>
        <ZoomButtons onZoom={(by) => chart?.map.easeTo({ zoom: chart.map.getZoom() + by, duration: zoomMs })} />
        <div class="map-below">
          {answer.error !== undefined && <Failure error={answer.error} again={answer.again} />}
          <ChosenCard columns={columns} chosen={chosen} />
          <Legend />
          <p class="map-count small" role="status">
            {t('map.count', { shown: loaded.tooMany ? numberText(loaded.total - loaded.unlocated) : numberText(shown.length), unlocated: numberText(loaded.unlocated) })}
          </p>
        </div>
        <p class="chart-source">{t(overlaysShown.includes('navareas') ? 'chart.sourceNavareas' : 'chart.source')}</p>
      </div>
      {listed && (
        <SideList filter={request} filterKey={listKey} side={side} order={readOrder(params)}
                  counts={{ all: undefined, rough: loaded.tooMany ? undefined : rough, none: loaded.unlocated }}
                  pointed={pointed} chosen={chosen} onSide={setSide}
                  onOrder={(order) => setParams((now) => setKey(now, 'sort', order, 'newest'))} />
      )}
      {!loaded.tooMany && <TimeSlider columns={columns} range={range} player={player} onSettled={settle} />}
    </div>
  );
}

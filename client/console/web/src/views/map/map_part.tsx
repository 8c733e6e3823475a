// The chart with what stands around it.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { filter, filterKey, filterRequest } from '~/state/asked';
import { route, setParams, setParamsOf } from '~/state/route';
import type { Place } from '~/ui/chart/chart';
import type { Bounds } from '~/ui/chart/graticule';
import { Failure } from '~/ui/failure';
import { isTextRefusal } from '~/ui/text_filter';
import { useNews } from '~/ui/use_news';
import {
  firstPlace, placeText, readMode, readOrder, readOverlays, readPlace, readRange, setKey, setRange, type Mode, type Overlay, type Side,
} from './address';
import { ChartPane } from './chart_pane';
import { ChosenCard } from './chosen_card';
import { DrawControls } from './draw_controls';
import type { IncidentChart } from './incident_chart';
import { Legend } from './legend';
import type { Loaded } from './load';
import { rangeText, windowOf, type MonthRange } from './month_range';
import { Player, usePlayer } from './player';
import { SideList } from './side_list';
import { TimeSlider } from './time_slider';
import { ModeChoice, OverlayChoice, ZoomButtons } from './toolbar';
import { useDrawTool } from './use_draw_tool';
import { inWindow, useMapData } from './use_map_data';

const zoomMs = 200;

function countText({ tooMany, total, unlocated }: Loaded, shown: number, inWindow: boolean): string {
  if (inWindow) return t('map.countInWindow', { shown });
  return t('map.count', { shown: tooMany ? total - unlocated : shown, unlocated });
}

export function MapPart(): JSX.Element {
  const params = route.value.params;
  const key = filterKey.value;
  const news = useNews();
  const [sight, setSight] = useState<{ place: Place; bounds: Bounds } | null>(null);
  const [side, setSide] = useState<Side>('all');
  const [listed, setListed] = useState(true);
  const { answer, loaded, cells } = useMapData(key, news, sight);
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
  const rough = useMemo(() => columns.roughCount(shown), [columns, shown]);
  const mode = readMode(params);
  const overlaysShown = readOverlays(params);

  const settle = () => {
    settled.value = range.peek();
    setParamsOf('map', (now) => setRange(now, range.peek()));
  };
  const onMoved = (place: Place, bounds: Bounds) => {
    setSight({ place, bounds });
    setParamsOf('map', (now) => setKey(now, 'at', placeText(place)));
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
          {answer.error !== undefined && !isTextRefusal(answer.error) && <Failure error={answer.error} again={answer.again} />}
          {cells.error !== undefined && <Failure error={cells.error} again={cells.again} />}
          <ChosenCard columns={columns} chosen={chosen} />
          <Legend />
          <p class="map-count small" role="status">
            {countText(loaded, shown.length, range.value !== null)}
          </p>
        </div>
        <p class="chart-source">{t(overlaysShown.includes('navareas') ? 'chart.sourceNavareas' : 'chart.source')}</p>
      </div>
      {listed && (
        <SideList filter={request} filterKey={listKey} news={news} side={side} order={readOrder(params)}
                  counts={{ all: undefined, rough: loaded.tooMany ? undefined : rough, none: range.value ? undefined : loaded.unlocated }}
                  pointed={pointed} chosen={chosen} onSide={setSide}
                  onOrder={(order) => setParams((now) => setKey(now, 'sort', order, 'newest'))} />
      )}
      {loaded.tooMany
        ? <p class="map-time small" role="status">{t('map.cells')}</p>
        : <TimeSlider columns={columns} range={range} player={player} onSettled={settle} />}
    </div>
  );
}

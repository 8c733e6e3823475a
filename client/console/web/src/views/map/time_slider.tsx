// Time below the map: a histogram of the months, two handles, and a window that plays through the years. Works on what is loaded
// and asks the node nothing.
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { monthText } from '~/i18n/format';
import type { Columns } from './columns';
import { Histogram, Years } from './histogram';
import { histogram, moved, nextWindow, stepMonths, wholeYears, type MonthRange, type Step } from './month_range';
import { speeds, type Player, type Speed } from './player';

interface Props {
  columns: Columns;
  range: Signal<MonthRange | null>;
  player: Player;
  // The window stands: write it into the address.
  onSettled: () => void;
}

const lessMotion = matchMedia('(prefers-reduced-motion: reduce)');

function windowText(range: MonthRange): string {
  if (range.from === range.until) return monthText(range.from, 'short');
  return t('map.time.window', { from: monthText(range.from, 'short'), until: monthText(range.until, 'short') });
}

function Handle({ all, range, end, onMove, onSettled }: {
  all: MonthRange; range: MonthRange; end: 'from' | 'until'; onMove: (range: MonthRange) => void; onSettled: () => void;
}): JSX.Element {
  return (
    <input type="range" class={`map-handle ${end}`} min={all.from} max={all.until} step={1} value={range[end]}
           aria-label={t(`map.time.${end}`)} aria-valuetext={monthText(range[end], 'short')}
           onInput={(event) => onMove(moved(range, end, Number(event.currentTarget.value)))} onChange={onSettled} />
  );
}

function Steps({ all, range, player, onSettled }: Omit<Props, 'columns'> & { all: MonthRange }): JSX.Element {
  const playing = player.playing.value;
  const toggle = () => {
    if (!playing) return player.start(all);
    player.stop();
    onSettled();
  };
  const go = (by: 1 | -1) => {
    player.stop();
    range.value = nextWindow(all, range.peek(), player.step.peek(), by);
    onSettled();
  };
  return (
    <div class="map-steps">
      <button class="button" type="button" aria-label={t('map.time.back')} onClick={() => go(-1)}>◂</button>
      {!lessMotion.matches && (
        <button class="button primary" type="button" onClick={toggle}>{t(playing ? 'map.time.pause' : 'map.time.play')}</button>
      )}
      <button class="button" type="button" aria-label={t('map.time.forward')} onClick={() => go(1)}>▸</button>
      <label class="small"><span class="only-heard">{t('map.time.step')}</span>
        <span class="field"><select value={player.step.value} onChange={(e) => (player.step.value = e.currentTarget.value as Step)}>
          {Object.keys(stepMonths).map((step) => <option key={step} value={step}>{t(`map.time.step.${step}`)}</option>)}
        </select></span>
      </label>
      {!lessMotion.matches && (
        <label class="small"><span class="only-heard">{t('map.time.speed')}</span>
          <span class="field"><select value={player.speed.value} onChange={(e) => (player.speed.value = e.currentTarget.value as Speed)}>
            {Object.keys(speeds).map((speed) => <option key={speed} value={speed}>{t(`map.time.speed.${speed}`)}</option>)}
          </select></span>
        </label>
      )}
    </div>
  );
}

export function TimeSlider({ columns, range, player, onSettled }: Props): JSX.Element | null {
  const all = useMemo(() => wholeYears(columns.span()), [columns]);
  const counts = useMemo(() => (all ? histogram(columns, all) : []), [columns]);
  if (!all) return null;
  const window = range.value;
  const move = (next: MonthRange) => {
    player.stop();
    range.value = next;
  };
  const clear = () => {
    player.stop();
    range.value = null;
    onSettled();
  };
  return (
    <section class="map-time" aria-label={t('map.time')}>
      <Steps all={all} range={range} player={player} onSettled={onSettled} />
      <div class="map-track">
        <Histogram all={all} counts={counts} window={window} />
        <Handle all={all} range={window ?? all} end="from" onMove={move} onSettled={onSettled} />
        <Handle all={all} range={window ?? all} end="until" onMove={move} onSettled={onSettled} />
        <Years all={all} />
      </div>
      <div class="map-window">
        <strong class="num" aria-live={player.playing.value ? 'off' : 'polite'}>{windowText(window ?? all)}</strong>
        {window && <button class="button quiet" type="button" onClick={clear}>{t('map.time.all')}</button>}
      </div>
    </section>
  );
}

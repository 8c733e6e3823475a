// Hot spots: the cells of the S2 grid with most incidents.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { numberText } from '~/i18n/format';
import { filter, filterRequest } from '~/state/asked';
import { route } from '~/state/route';
import { Link } from '~/ui/link';
import { useAnswer } from '~/ui/use_answer';
import type { Field } from '~/ui/csv';
import { Chart } from './chart';
import type { Drawing } from './drawing';
import { changeText, percentText } from './figure';
import { comparedSpots, filterBefore, hotSpotsOf, type HotSpot } from './hot_spots';
import { labelOf } from './label';
import { narrowed } from './narrow';
import { Asked, Rule } from './panel';
import { paramsOf, setPlace } from './places';
import { countBy, countWithSources, questionKey, type Counted } from './question';
import { Save } from './tools';
import { WideTable } from './wide_table';

// S2 levels and about how wide their cells are, km.
const levels = [[4, 560], [5, 280], [6, 140], [7, 70], [8, 35], [9, 18], [10, 9]] as const;
const levelAtFirst = 6;
const tops = [10, 25, 50, 100];
const drawnMost = 25;

interface Found {
  counted: Counted;
  spots: HotSpot[];
  cells: number;
  compared: boolean;
}

async function ask(level: number, top: number, signal: AbortSignal): Promise<Found> {
  const request = filterRequest.peek();
  const question = { filter: request, dimensions: [Dimension.CELL, Dimension.PORT], cellLevel: level };
  const before = filterBefore(request);
  const [counted, earlier] = await Promise.all([
    countWithSources(question, signal), before && countBy({ ...question, filter: before }, [Dimension.CELL], signal),
  ]);
  const all = hotSpotsOf(counted.answer.rows);
  const spots = all.slice(0, top);
  return { counted, cells: all.length, compared: earlier !== undefined, spots: earlier ? comparedSpots(spots, earlier.rows) : spots };
}

const nameOf = ({ cell, place }: HotSpot) => {
  const centre = labelOf(Dimension.CELL, cell);
  return place ? t('analysis.spots.name', { place, centre }) : centre;
};

function drawingOf(spots: HotSpot[], compared: boolean): Drawing {
  const drawn = spots.slice(0, drawnMost);
  const now = { label: t(compared ? 'analysis.spots.now' : 'analysis.incidents'), keys: [], values: drawn.map(({ count }) => count) };
  const before = { label: t('analysis.spots.before'), values: drawn.map((spot) => spot.before) };
  return {
    kind: 'bar', lying: true, acrossIsCategory: false, undrawn: spots.length - drawn.length,
    categories: drawn.map((spot) => ({ label: nameOf(spot), keys: [spot.cell] })), series: compared ? [now, before] : [now],
  };
}

function headings(compared: boolean): string[] {
  const change = compared ? [t('analysis.spots.before'), t('analysis.change')] : [];
  return [t('analysis.spots.centre'), t('analysis.incidents'), t('analysis.share'), ...change, t('analysis.spots.place')];
}

function SpotLine({ spot, all, compared, rank }: { spot: HotSpot; all: number; compared: boolean; rank: number }): JSX.Element {
  const meant = narrowed(filter.value, [Dimension.CELL], [spot.cell]);
  const centre = labelOf(Dimension.CELL, spot.cell);
  return (
    <tr>
      <td class="right num muted">{rank}</td>
      <th scope="row" class="num">
        {meant ? <Link path="/map" params={paramsOf(meant)} aria-label={t('analysis.spots.show', { centre })}>{centre}</Link> : centre}
      </th>
      <td class="right num">{numberText(spot.count)}</td>
      <td class="right num muted">{percentText(spot.count, all)}</td>
      {compared && <td class="right num">{numberText(spot.before)}</td>}
      {compared && <td class="right num">{changeText(spot.change)}</td>}
      <td>{spot.place || t('analysis.notStated')}</td>
    </tr>
  );
}

function csvOf({ spots, counted, compared }: Found): Field[][] {
  const all = Number(counted.answer.incidents);
  return [
    [t('analysis.spots.cell'), ...headings(compared)],
    ...spots.map((spot) => [spot.cell, labelOf(Dimension.CELL, spot.cell), spot.count, percentText(spot.count, all),
      ...(compared ? [spot.before, changeText(spot.change)] : []), spot.place]),
  ];
}

function Shown(found: Found): JSX.Element {
  const { counted, spots, cells, compared } = found;
  const title = t('analysis.show.spots');
  const drawing = useMemo(() => drawingOf(spots, compared), [spots, compared]);
  const notes = [t('analysis.spots.cells', { count: cells }), t(compared ? 'analysis.spots.compared' : 'analysis.spots.open')];
  return (
    <>
      <Save what={title} table={() => csvOf(found)} drawing={drawing} />
      <Chart drawing={drawing} description={t('analysis.chart.description', { title, count: Number(counted.answer.incidents) })} />
      <WideTable title={title}>
        <thead>
          <tr>
            <th scope="col" class="right analysis-rank">{t('analysis.spots.rank')}</th>
            {headings(compared).map((name, at, all) => <th scope="col" class={at > 0 && at < all.length - 1 ? 'right' : undefined}>{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {spots.map((spot, at) => <SpotLine key={spot.cell} spot={spot} rank={at + 1} compared={compared} all={Number(counted.answer.incidents)} />)}
        </tbody>
      </WideTable>
      <Rule counted={counted} before={notes} />
    </>
  );
}

export function SpotsSection(): JSX.Element {
  const { params } = route.value;
  const level = levels.find(([one]) => String(one) === params.get('level'))?.[0] ?? levelAtFirst;
  const top = tops.find((one) => String(one) === params.get('top')) ?? tops[0];
  const answer = useAnswer((signal) => ask(level, top, signal), [questionKey({ filter: filterRequest.value, dimensions: [] }), level, top]);
  return (
    <div class="stack">
      <div class="row analysis-choices no-print">
        <div class="field">
          <label for="spots-level">{t('analysis.spots.size')}</label>
          <select id="spots-level" value={level} onChange={(event) => setPlace({ level: event.currentTarget.value })}>
            {levels.map(([one, km]) => <option key={one} value={one}>{t('analysis.spots.km', { km })}</option>)}
          </select>
        </div>
        <div class="field">
          <label for="spots-top">{t('analysis.spots.top')}</label>
          <select id="spots-top" value={top} onChange={(event) => setPlace({ top: event.currentTarget.value })}>
            {tops.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        </div>
      </div>
      <section class="panel analysis-panel" aria-label={t('analysis.show.spots')}>
        <header><h2>{t('analysis.show.spots')}</h2></header>
        <div class="body"><Asked answer={answer}>{(found) => <Shown {...found} />}</Asked></div>
      </section>
    </div>
  );
}

// An area by typed positions, in any notation.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Position } from '~/gen/lightship/v1/report_pb';
import { t } from '~/i18n/catalogue';
import { changeFilter } from '~/state/asked';
import { boxShape, circleShape, polygonShape, type Shape } from '~/state/shape';
import { Dialog } from '~/ui/dialog';
import { PositionField } from '~/ui/position_field';
import { cornersMost, crossesItself, kinds, type Kind } from './drawing';

interface Corner {
  text: string;
  position?: Position;
}

const cornersAtFirst: Record<Kind, number> = { box: 2, circle: 1, polygon: 3 };
const milesMost = 10_800;
const e7 = 1e7;

function pointsOf(corners: Corner[]): [lat: number, lon: number][] | undefined {
  const points = corners.filter(({ text }) => text.trim() !== '').map(({ position }) => position);
  if (points.some((position) => position?.latE7 === undefined || position.lonE7 === undefined)) return undefined;
  return points.map((position) => [position!.latE7! / e7, position!.lonE7! / e7]);
}

// Undefined while something is missing or cannot be.
function shapeOfTyped(kind: Kind, corners: Corner[], miles: number): Shape | undefined {
  const points = pointsOf(corners);
  if (!points || points.length < cornersAtFirst[kind]) return undefined;
  const [[lat, lon]] = points;
  switch (kind) {
    case 'box': return lat > points[1][0] && lon !== points[1][1] ? boxShape(lat, lon, points[1][0], points[1][1]) : undefined;
    case 'circle': return miles > 0 && miles <= milesMost ? circleShape(lat, lon, miles) : undefined;
    case 'polygon': return crossesItself(points.map(([north, east]) => [east, north])) ? undefined : polygonShape(points);
  }
}

function cornerLabel(kind: Kind, n: number): string {
  if (kind === 'circle') return t('map.draw.centre');
  if (kind === 'box') return t(n === 0 ? 'map.draw.northWest' : 'map.draw.southEast');
  return t('map.draw.corner', { number: n + 1 });
}

const blank = (kind: Kind): Corner[] => Array.from({ length: cornersAtFirst[kind] }, () => ({ text: '' }));

export function ShapeDialog({ close }: { close: () => void }): JSX.Element {
  const kind = useSignal<Kind>('circle');
  const corners = useSignal<Corner[]>(blank('circle'));
  const miles = useSignal('20');
  const set = (n: number, change: Partial<Corner>) =>
    (corners.value = corners.peek().map((corner, at) => (at === n ? { ...corner, ...change } : corner)));
  const choose = (one: Kind) => {
    kind.value = one;
    corners.value = blank(one);
  };
  const shape = shapeOfTyped(kind.value, corners.value, Number(miles.value.replace(',', '.')));
  const take = (event: Event) => {
    event.preventDefault();
    if (!shape) return;
    changeFilter((changed) => (changed.shape = shape));
    close();
  };
  return (
    <Dialog title={t('map.draw.typeTitle')} close={close}>
      <form class="stack map-shape-form" onSubmit={take}>
        <div class="map-group" role="group" aria-label={t('map.draw')}>
          {kinds.map((one) => (
            <button key={one} type="button" class="button" aria-pressed={kind.value === one} onClick={() => choose(one)}>{t(`map.draw.${one}`)}</button>
          ))}
        </div>
        {corners.value.map((corner, n) => (
          <PositionField key={`${kind.value}${n}`} label={cornerLabel(kind.value, n)} text={corner.text} onText={(text) => set(n, { text })}
                         onPosition={(position) => set(n, { position })} />
        ))}
        {kind.value === 'circle' && (
          <label class="field">
            <span class="label">{t('map.draw.radius')}</span>
            <input inputMode="decimal" value={miles.value} onInput={(event) => (miles.value = event.currentTarget.value)} />
          </label>
        )}
        {kind.value === 'polygon' && (
          <button type="button" class="button" disabled={corners.value.length >= cornersMost}
                  onClick={() => (corners.value = [...corners.value, { text: '' }])}>{t('map.draw.addCorner')}</button>
        )}
        <p class="small muted">{t(`map.draw.hint.${kind.value}`)}</p>
        <div class="row">
          <button type="submit" class="button primary" disabled={!shape}>{t('map.draw.take')}</button>
          <button type="button" class="button" onClick={close}>{t('common.cancel')}</button>
        </div>
      </form>
    </Dialog>
  );
}

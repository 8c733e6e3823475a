// A small map to look at or to pick a place on: by mouse, touch, or the arrow keys and Enter.
import type { JSX, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { pointText } from '~/i18n/format';
import { detailFor, land, type Ring } from './mini_map_land';
import { around, boxOf, milesPerDegree, moved, pointAt, pointSpan, stretch, width, wholeWorld, zoomed, type Box, type Point, type View } from './mini_map_view';
import './mini_map.css';

export interface MiniMapMark extends Point {
  // What it is, for those who cannot see it.
  label: string;
  // Nautical miles around it.
  radius?: number;
}

interface Props {
  label: string;
  point?: Point;
  // Uncertainty of the point, nautical miles.
  uncertainty?: number;
  marks?: MiniMapMark[];
  onPick?: (point: Point) => void;
  // Width / height.
  aspect?: number;
  // As high as the place that it has, where that is higher than the aspect asks for.
  fill?: boolean;
  // Height of the window around the point, degrees, at most.
  span?: number;
}

const step = 0.04;
const bigStep = 0.2;
const nearer = 0.5;
const turns = [-360, 0, 360];

function meets(land: Box, window: Box, turn: number): boolean {
  return land.east + turn >= window.west && land.west + turn <= window.east
    && land.north >= window.south && land.south <= window.north;
}

function Land({ view, aspect }: { view: View; aspect: number }): JSX.Element {
  const [rings, setRings] = useState<Ring[]>([]);
  const detail = detailFor(view.span);
  useEffect(() => {
    let gone = false;
    void land(detail).then((read) => { if (!gone) setRings(read); }, () => undefined);
    return () => { gone = true; };
  }, [detail]);
  const window = boxOf(view, aspect);
  return (
    <>{turns.map((turn) => (
      <g key={turn} transform={`translate(${turn} 0)`}>
        {rings.filter((ring) => meets(ring.box, window, turn)).map((ring) => <path key={ring.path} class="mini-map-land" d={ring.path} />)}
      </g>
    ))}</>
  );
}

// Lines a handsome number of degrees apart.
function Graticule({ view, aspect }: { view: View; aspect: number }): JSX.Element {
  const gap = [30, 15, 10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05].find((one) => view.span / one >= 3) ?? 0.02;
  const window = boxOf(view, aspect);
  const from = (edge: number) => Math.ceil(edge / gap) * gap;
  const lines: string[] = [];
  for (let lat = from(window.south); lat <= window.north; lat += gap) lines.push(`M${window.west} ${-lat}H${window.east}`);
  for (let lon = from(window.west); lon <= window.east; lon += gap) lines.push(`M${lon} ${-window.north}V${-window.south}`);
  return <path class="mini-map-grid" d={lines.join('')} />;
}

// Drawn where the window is nearest to it: the map goes round.
function Circle({ at, view, miles, class: name }: { at: Point; view: View; miles: number; class: string }): JSX.Element {
  const lat = miles / milesPerDegree;
  const lon = lat / Math.max(0.01, Math.cos(at.lat * Math.PI / 180));
  return <ellipse class={name} cx={shown(at, view)} cy={-at.lat} rx={lon} ry={lat} />;
}

function shown(point: Point, view: View): number {
  return turns.map((turn) => point.lon + turn).reduce((a, b) => (Math.abs(b - view.lon) < Math.abs(a - view.lon) ? b : a));
}

const dotSize = 1 / 60;

function Dot({ at, view, class: name }: { at: Point; view: View; class: string }): JSX.Element {
  const size = view.span * dotSize;
  return <ellipse class={name} cx={shown(at, view)} cy={-at.lat} rx={size / stretch(view)} ry={size} />;
}

function Cross({ view, aspect }: { view: View; aspect: number }): JSX.Element {
  const half = width(view, aspect) / 2;
  return <path class="mini-map-cross" d={`M${view.lon - half} ${-view.lat}h${half * 2}M${view.lon} ${-view.lat - view.span / 2}v${view.span}`} />;
}

function moveFor(event: KeyboardEvent, view: View): View | undefined {
  const by = event.shiftKey ? bigStep : step;
  switch (event.key) {
    case 'ArrowLeft': return moved(view, -by, 0);
    case 'ArrowRight': return moved(view, by, 0);
    case 'ArrowUp': return moved(view, 0, by);
    case 'ArrowDown': return moved(view, 0, -by);
    case '+': case '=': return zoomed(view, nearer, view);
    case '-': return zoomed(view, 1 / nearer, view);
    default: return undefined;
  }
}

// Where a pointer is in the window, 0 to 1.
function placeOf(event: MouseEvent): [number, number] {
  const frame = (event.currentTarget as Element).getBoundingClientRect();
  return [(event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height];
}

const dragPixels = 4;
const wheelNearer = 0.8;

interface Surface {
  view: View;
  setView: (view: View) => void;
  aspect: number;
  focused: boolean;
  onPick?: (point: Point) => void;
}

function useKeys({ view, setView, aspect, onPick }: Surface): (event: KeyboardEvent) => void {
  return (event) => {
    const next = moveFor(event, view);
    if (next) setView(next);
    else if (onPick && (event.key === 'Enter' || event.key === ' ')) onPick(pointAt(view, aspect, 0.5, 0.5));
    else return;
    event.preventDefault();
  };
}

interface Drag {
  x: number;
  y: number;
  view: View;
  far: boolean;
}

// A press moves the map when it goes far, and picks a place when it does not.
function usePointer({ view, setView, aspect, onPick }: Surface) {
  const drag = useRef<Drag | null>(null);
  return {
    onPointerDown: (event: PointerEvent) => {
      const [x, y] = placeOf(event);
      drag.current = { x, y, view, far: false };
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      if (!drag.current) return;
      const [x, y] = placeOf(event);
      const frame = (event.currentTarget as Element).getBoundingClientRect();
      const moves = Math.hypot((x - drag.current.x) * frame.width, (y - drag.current.y) * frame.height);
      drag.current.far ||= moves > dragPixels;
      if (drag.current.far) setView(moved(drag.current.view, (drag.current.x - x) * aspect, y - drag.current.y));
    },
    onPointerUp: (event: PointerEvent) => {
      if (onPick && drag.current && !drag.current.far) onPick(pointAt(view, aspect, ...placeOf(event)));
      drag.current = null;
    },
    onPointerCancel: () => { drag.current = null; },
  };
}

// The wheel zooms only a map that was chosen: otherwise the page would not scroll past it.
function useWheel(element: RefObject<SVGSVGElement | null>, { view, setView, aspect, focused }: Surface): void {
  const turn = useRef<(event: WheelEvent) => void>(() => undefined);
  turn.current = (event) => {
    if (!focused) return;
    event.preventDefault();
    setView(zoomed(view, event.deltaY > 0 ? 1 / wheelNearer : wheelNearer, pointAt(view, aspect, ...placeOf(event))));
  };
  useEffect(() => {
    const map = element.current!;
    const listen = (event: WheelEvent) => turn.current(event);
    map.addEventListener('wheel', listen, { passive: false });
    return () => map.removeEventListener('wheel', listen);
  }, []);
}

// Width / height of the window as it is drawn.
function useShape(element: RefObject<SVGSVGElement | null>, aspect: number, fill: boolean): number {
  const [shape, setShape] = useState(aspect);
  useEffect(() => {
    if (!fill) return undefined;
    const observer = new ResizeObserver(([{ contentRect: { width, height } }]) => { if (height > 0) setShape(width / height); });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [fill]);
  return fill ? shape : aspect;
}

function Tools({ view, setView }: Pick<Surface, 'view' | 'setView'>): JSX.Element {
  return (
    <div class="mini-map-tools no-print">
      <button type="button" class="button" aria-label={t('minimap.nearer')} onClick={() => setView(zoomed(view, nearer, view))}>+</button>
      <button type="button" class="button" aria-label={t('minimap.farther')} onClick={() => setView(zoomed(view, 1 / nearer, view))}>−</button>
      <button type="button" class="button" onClick={() => setView(wholeWorld)}>{t('minimap.world')}</button>
    </div>
  );
}

function Drawn({ view, aspect, point, uncertainty, marks = [] }: { view: View; aspect: number } & Pick<Props, 'point' | 'uncertainty' | 'marks'>): JSX.Element {
  return (
    <>
      <Land view={view} aspect={aspect} />
      <Graticule view={view} aspect={aspect} />
      {marks.map((mark) => <Circle key={`${mark.label}/${mark.lat}/${mark.lon}/${mark.radius}`} at={mark} view={view} miles={mark.radius ?? 0} class="mini-map-area" />)}
      {marks.map((mark) => <Dot key={`${mark.label}/${mark.lat}/${mark.lon}`} at={mark} view={view} class="mini-map-mark" />)}
      {point && uncertainty !== undefined && <Circle at={point} view={view} miles={uncertainty} class="mini-map-doubt" />}
      {point && <Dot at={point} view={view} class="mini-map-point" />}
    </>
  );
}

function frameOf(view: View, aspect: number): string {
  const window = boxOf(view, aspect);
  const scale = stretch(view);
  return [window.west * scale, -window.north, (window.east - window.west) * scale, view.span].join(' ');
}

export function MiniMap({ label, point, uncertainty, marks, onPick, aspect: wanted = 1.6, fill = false, span = pointSpan }: Props): JSX.Element {
  const [view, setView] = useState<View>(point ? around(point, span) : wholeWorld);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    if (point) setView((before) => around(point, Math.min(before.span, span)));
  }, [point?.lat, point?.lon]);
  const element = useRef<SVGSVGElement>(null);
  const aspect = useShape(element, wanted, fill);
  const surface: Surface = { view, setView, aspect, focused, onPick };
  useWheel(element, surface);
  return (
    <div class={fill ? 'mini-map fill' : 'mini-map'} style={{ '--aspect': String(wanted) }}>
      <svg ref={element} viewBox={frameOf(view, aspect)} preserveAspectRatio="none"
           tabIndex={0} role="application" aria-label={label} aria-roledescription={t('minimap.role')} class={onPick ? 'pick' : ''}
           onKeyDown={useKeys(surface)} onFocus={() => setFocused(true)} onBlur={() => setFocused(false)} {...usePointer(surface)}>
        <g transform={`scale(${stretch(view)} 1)`}>
          <Drawn view={view} aspect={aspect} point={point} uncertainty={uncertainty} marks={marks} />
          {onPick && focused && <Cross view={view} aspect={aspect} />}
        </g>
      </svg>
      <Tools view={view} setView={setView} />
      {focused && (
        <p class="mini-map-where small num" aria-live="polite">
          {pointText(Math.round(view.lat * 1e7), Math.round(view.lon * 1e7))}{onPick && <> · {t('minimap.keys')}</>}
        </p>
      )}
    </div>
  );
}

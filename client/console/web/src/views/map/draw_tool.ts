// Draws an area with the pointer: a box from corner to corner, a circle from its centre, a polygon corner by corner (a double click,
// Enter or its first corner close it). Escape gives up, Backspace takes the last corner back.
import { signal } from '@preact/signals';
import { session } from '~/api/session';
import { lonNear, type Point } from '~/base/geodesy';
import type { Shape } from '~/state/shape';
import { crossesItself, shapeOfPoints, type Kind } from './drawing';
import type { IncidentChart } from './incident_chart';

// A press that moves less than this many pixels is a click.
const clickPx = 6;
// Nearer than this the first corner is meant.
const closePx = 12;

export class DrawTool {
  // What is being drawn, and how many points it has.
  readonly drawing = signal<{ kind: Kind; points: number; crossed: boolean } | null>(null);
  private points: Point[] = [];
  private pressed: { x: number; y: number } | null = null;
  private readonly element: HTMLElement;
  private readonly ended = new AbortController();

  constructor(private readonly chart: IncidentChart, private readonly onShape: (shape: Shape) => void, private readonly onEnd: () => void) {
    this.element = chart.map.getCanvasContainer();
    const listen = { signal: this.ended.signal };
    this.element.addEventListener('pointerdown', (event) => this.press(event), listen);
    this.element.addEventListener('pointermove', (event) => this.move(event), listen);
    this.element.addEventListener('pointerup', (event) => this.release(event), listen);
    this.element.addEventListener('pointercancel', () => (this.pressed = null), listen);
    this.element.addEventListener('dblclick', () => this.finish(), listen);
    addEventListener('keydown', (event) => this.key(event), listen);
  }

  destroy(): void {
    this.ended.abort();
  }

  start(kind: Kind): void {
    this.points = [];
    this.tell(kind);
    this.hold(true);
    if (kind !== 'polygon') this.chart.map.dragPan.disable();
  }

  stop(): void {
    if (!this.drawing.peek()) return;
    this.drawing.value = null;
    this.pressed = null;
    this.hold(false);
    this.onEnd();
  }

  finish(): void {
    const kind = this.drawing.peek()?.kind;
    const shape = kind && shapeOfPoints(kind, this.points);
    if (!shape || this.drawing.peek()?.crossed) return;
    this.onShape(shape);
    this.stop();
  }

  private hold(drawing: boolean): void {
    const { map } = this.chart;
    this.chart.drawing = drawing;
    map.getCanvas().style.cursor = drawing ? 'crosshair' : '';
    for (const handler of [map.boxZoom, map.doubleClickZoom]) {
      if (drawing) handler.disable();
      else handler.enable();
    }
    if (!drawing) map.dragPan.enable();
  }

  private tell(kind: Kind): void {
    this.drawing.value = { kind, points: this.points.length, crossed: kind === 'polygon' && crossesItself(this.points) };
  }

  private pointOf(event: PointerEvent): Point {
    const box = this.element.getBoundingClientRect();
    const { lng, lat } = this.chart.map.unproject([event.clientX - box.left, event.clientY - box.top]);
    const before = this.points[this.points.length - 1];
    return [before ? lonNear(lng, before[0]) : lng, lat];
  }

  private press(event: PointerEvent): void {
    const now = this.drawing.peek();
    if (!now || event.button !== 0) return;
    this.pressed = { x: event.clientX, y: event.clientY };
    if (now.kind === 'polygon') return;
    this.element.setPointerCapture(event.pointerId);
    this.points = [this.pointOf(event)];
  }

  private move(event: PointerEvent): void {
    const now = this.drawing.peek();
    if (!now || (now.kind === 'polygon' ? this.points.length === 0 : !this.pressed)) return;
    const started = now.kind === 'polygon' ? this.points : this.points.slice(0, 1);
    this.show(now.kind, [...started, this.pointOf(event)]);
  }

  private release(event: PointerEvent): void {
    const now = this.drawing.peek();
    const pressed = this.pressed;
    this.pressed = null;
    if (!now || !pressed) return;
    if (now.kind !== 'polygon') {
      this.points = [this.points[0], this.pointOf(event)];
      return this.finish();
    }
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > clickPx) return;
    if (this.closes(event)) return this.finish();
    this.points = [...this.points, this.pointOf(event)];
    this.tell(now.kind);
    this.show(now.kind, this.points);
  }

  private closes(event: PointerEvent): boolean {
    if (this.points.length < 3) return false;
    const box = this.element.getBoundingClientRect();
    const first = this.chart.map.project(this.points[0]);
    return Math.hypot(event.clientX - box.left - first.x, event.clientY - box.top - first.y) < closePx;
  }

  private show(kind: Kind, points: Point[]): void {
    this.chart.showDraft(points, shapeOfPoints(kind, points));
  }

  private key(event: KeyboardEvent): void {
    const now = this.drawing.peek();
    if (!now || session.state.peek() !== 'open') return;
    if (event.key === 'Escape') this.stop();
    else if (now.kind === 'polygon' && event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) this.finish();
    else if (now.kind === 'polygon' && event.key === 'Backspace' && this.points.length > 0) {
      this.points = this.points.slice(0, -1);
      this.tell(now.kind);
      this.show(now.kind, this.points);
    }
  }
}

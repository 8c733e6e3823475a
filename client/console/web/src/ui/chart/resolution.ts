// A map that keeps up with the hand: where a machine cannot draw it sharp often enough (no graphics hardware), it is drawn with fewer
// pixels while it moves, and sharp again as soon as it rests.
import type { Map } from 'maplibre-gl';

// A frame that takes longer is seen to stutter; one that takes less leaves time for more pixels.
const frameMsMost = 1000 / 40;
const frameMsLeast = 1000 / 55;
// Judged by so many frames at once; the middle one counts, so that a single slow frame changes nothing.
const framesJudged = 5;
// Of the screen's pixels in a row for one that is drawn: sharp, then each time that frames fall behind.
const coarsenesses = [1, 1.5, 2] as const;

// Told when each frame of a movement was drawn, it says how coarse the next ones should be.
export class Pace {
  private step = 0;
  private last: number | null = null;
  private times: number[] = [];

  get coarseness(): number {
    return coarsenesses[this.step];
  }

  // A new movement: the time since the last one is no frame's.
  begin(): void {
    this.last = null;
    this.times = [];
  }

  frame(nowMs: number): void {
    if (this.last !== null) this.times.push(nowMs - this.last);
    this.last = nowMs;
    if (this.times.length < framesJudged) return;
    const middle = this.times.sort((a, b) => a - b)[framesJudged >> 1];
    this.times = [];
    if (middle > frameMsMost) this.step = Math.min(this.step + 1, coarsenesses.length - 1);
    else if (middle < frameMsLeast) this.step = Math.max(this.step - 1, 0);
  }
}

// The canvas keeps its size on the page. Not Map.setPixelRatio, which would end the movement.
function drawAt(map: Map, pixelRatio: number): void {
  const { clientWidth, clientHeight } = map.getContainer();
  const canvas = map.getCanvas();
  canvas.width = Math.round(clientWidth * pixelRatio);
  canvas.height = Math.round(clientHeight * pixelRatio);
  map.painter.resize(clientWidth, clientHeight, pixelRatio);
}

export function keepPace(map: Map): void {
  const pace = new Pace();
  let drawn = 1;
  map.on('movestart', () => pace.begin());
  map.on('render', () => {
    if (map.isMoving()) pace.frame(performance.now());
  });
  // Before a frame is drawn: a canvas whose size changes is empty until then.
  map.on('move', () => {
    if (!map.isMoving() || pace.coarseness === drawn) return;
    drawn = pace.coarseness;
    drawAt(map, map.getPixelRatio() / drawn);
  });
  map.on('resize', () => (drawn = 1));
  map.on('idle', () => {
    if (drawn === 1) return;
    drawn = 1;
    drawAt(map, map.getPixelRatio());
    map.redraw();
  });
}

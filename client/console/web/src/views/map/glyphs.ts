// Signs of incidents: a shape for what was done, a colour for its category, hollow where the position is rough. And rings of
// clusters, which show the shares of the categories. Drawn on a canvas, in the theme's colours.
import { ActStage } from '~/gen/lightship/v1/vocabulary_pb';
import { categories, categoryColour, type Colours } from '~/ui/chart/colours';

export const glyphs = ['taken', 'boarded', 'attempted', 'suspicious', 'other'] as const;
export type Glyph = (typeof glyphs)[number];

const glyphOfAct: Partial<Record<ActStage, Glyph>> = {
  [ActStage.HIJACKED]: 'taken',
  [ActStage.KIDNAPPING]: 'taken',
  [ActStage.HIJACK_AND_KIDNAP]: 'taken',
  [ActStage.DETAINED]: 'taken',
  [ActStage.BOARDED]: 'boarded',
  [ActStage.ROBBERY]: 'boarded',
  [ActStage.ATTEMPTED_BOARDING]: 'attempted',
  [ActStage.FIRED_UPON]: 'attempted',
  [ActStage.OTHER_ATTACK]: 'attempted',
  [ActStage.BLOCKING]: 'attempted',
  [ActStage.SUSPICIOUS_ACTIVITY]: 'suspicious',
  [ActStage.SUSPICIOUS_APPROACH]: 'suspicious',
};

export function glyphOf(act: ActStage): Glyph {
  return glyphOfAct[act] ?? 'other';
}

const scale = 2;
const side = 20;

function polygon(context: CanvasRenderingContext2D, corners: [number, number][]): void {
  context.moveTo(...corners[0]);
  for (const corner of corners.slice(1)) context.lineTo(...corner);
  context.closePath();
}

const outlines: Record<Glyph, (context: CanvasRenderingContext2D) => void> = {
  taken: (context) => polygon(context, [[10, 2.5], [17.5, 10], [10, 17.5], [2.5, 10]]),
  boarded: (context) => context.arc(10, 10, 5.7, 0, 2 * Math.PI),
  attempted: (context) => polygon(context, [[10, 3], [17, 16], [3, 16]]),
  suspicious: (context) => polygon(context, [[10, 17], [3, 4], [17, 4]]),
  other: (context) => context.rect(5, 5, 10, 10),
};

function canvasOf(width: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = width * scale;
  const context = canvas.getContext('2d')!;
  context.scale(scale, scale);
  return context;
}

function pixels(context: CanvasRenderingContext2D): ImageData {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

export function drawSign(context: CanvasRenderingContext2D, glyph: Glyph, category: number, rough: boolean, colours: Colours): void {
  const colour = categoryColour(colours, category);
  context.beginPath();
  outlines[glyph](context);
  context.lineJoin = 'round';
  context.lineWidth = rough ? 4.5 : 3;
  context.strokeStyle = colours.surface;
  context.stroke();
  context.fillStyle = rough ? colours.surface : colour;
  context.fill();
  context.lineWidth = rough ? 2.2 : 0.8;
  context.strokeStyle = rough ? colour : colours.ink;
  context.stroke();
}

export const ringSizes = [30, 36, 44, 54] as const;
// Shares are told in this many parts: few different images, fine enough for an eye.
export const ringParts = 12;

function drawRing(size: number, parts: number[], colours: Colours): ImageData {
  const context = canvasOf(size);
  const middle = size / 2;
  const thickness = 4.5;
  const total = parts.reduce((sum, part) => sum + part, 0) || 1;
  let angle = -Math.PI / 2;
  context.beginPath();
  context.arc(middle, middle, middle - 1, 0, 2 * Math.PI);
  context.fillStyle = colours.surface;
  context.fill();
  for (const [n, part] of parts.entries()) {
    const until = angle + (part / total) * 2 * Math.PI;
    context.beginPath();
    context.arc(middle, middle, middle - 1.5 - thickness / 2, angle, until);
    context.lineWidth = thickness;
    context.strokeStyle = categoryColour(colours, categories[n]);
    context.stroke();
    angle = until;
  }
  return pixels(context);
}

// The image that a layer names, or undefined for what is no sign of ours.
export function imageOf(id: string, colours: Colours): ImageData | undefined {
  const [kind, ...rest] = id.split('|');
  if (kind === 'sign') {
    const context = canvasOf(side);
    drawSign(context, rest[0] as Glyph, Number(rest[1]), rest[2] === '1', colours);
    return pixels(context);
  }
  if (kind === 'ring') return drawRing(Number(rest[0]), rest.slice(1).map(Number), colours);
  return undefined;
}

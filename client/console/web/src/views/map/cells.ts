// S2 cells (s2geometry.io) as the node counts by them: where a cell of a token lies, and which level suits a zoom. Pure.
type Vector = [number, number, number];

const swap = 1;
const invert = 2;
// Along the Hilbert curve: which quarter comes at which position, in each orientation, and how it turns there.
const quarterOf = [[0, 1, 3, 2], [0, 2, 3, 1], [3, 2, 0, 1], [3, 1, 0, 2]];
const turnOf = [swap, 0, 0, swap | invert];
const idBits = 64;
const levelsMost = 30;
export const levelLeast = 1;
export const levelMost = 14;

// The quadratic projection.
function uvOf(s: number): number {
  return s >= 0.5 ? (4 * s * s - 1) / 3 : (1 - 4 * (1 - s) * (1 - s)) / 3;
}

function onFace(face: number, u: number, v: number): Vector {
  switch (face) {
    case 0: return [1, u, v];
    case 1: return [-u, 1, v];
    case 2: return [-u, -v, 1];
    case 3: return [-1, -v, -u];
    case 4: return [v, -1, -u];
    default: return [v, u, -1];
  }
}

function levelOf(id: bigint): number {
  let zeros = 0;
  while ((id >> BigInt(zeros) & 1n) === 0n) ++zeros;
  return levelsMost - zeros / 2;
}

// Undefined for what is no token.
export function cellCentre(token: string): [lon: number, lat: number] | undefined {
  if (!/^[0-9a-f]{1,16}$/i.test(token)) return undefined;
  const id = BigInt(`0x${token.padEnd(16, '0')}`);
  const face = Number(id >> 61n);
  if (id === 0n || face > 5) return undefined;
  const level = levelOf(id);
  if (!Number.isInteger(level) || level < 0) return undefined;
  let orientation = face & swap;
  let i = 0;
  let j = 0;
  for (let n = 1; n <= level; ++n) {
    const position = Number((id >> BigInt(idBits - 3 - 2 * n)) & 3n);
    const quarter = quarterOf[orientation][position];
    i = i * 2 + (quarter >> 1);
    j = j * 2 + (quarter & 1);
    orientation ^= turnOf[position];
  }
  const size = 2 ** level;
  const [x, y, z] = onFace(face, uvOf((i + 0.5) / size), uvOf((j + 0.5) / size));
  return [(Math.atan2(y, x) * 180) / Math.PI, (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI];
}

// Cells of about 64 pixels: a cell of level 0 spans 7,842 km, a pixel of zoom 0 78.27 km.
const levelAtZoom0 = Math.log2(7842 / (64 * 78.27));

export function levelForZoom(zoom: number): number {
  return Math.min(levelMost, Math.max(levelLeast, Math.round(zoom + levelAtZoom0)));
}

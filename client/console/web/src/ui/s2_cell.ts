// Cells of the S2 grid by their tokens, as the node counts by them: the quadratic projection and the Hilbert curve of S2. Pure.
export interface Point {
  latE7: number;
  lonE7: number;
}

interface Cell {
  face: number;
  // Sides of the square on the face, each 0 to 1.
  s: [number, number];
  t: [number, number];
}

const levels = 30;
const idBits = 64;

// Which quarter the curve visits at each step, by its orientation: swapped axes (1), inverted (2).
const quarters = [[0, 1, 3, 2], [0, 2, 3, 1], [3, 2, 0, 1], [3, 1, 0, 2]];
const turns = [1, 0, 0, 3];

function readCell(token: string): Cell | undefined {
  if (!/^[0-9a-f]{1,16}$/.test(token)) return undefined;
  const id = BigInt(`0x${token.padEnd(idBits / 4, '0')}`);
  const face = Number(id >> 61n);
  if (id === 0n || face > 5) return undefined;
  const lowest = id & -id;
  const zeros = lowest.toString(2).length - 1;
  if (zeros % 2 !== 0) return undefined;
  const level = levels - zeros / 2;
  let orientation = face & 1;
  let i = 0;
  let j = 0;
  for (let step = 1; step <= level; ++step) {
    const position = Number((id >> BigInt(61 - 2 * step)) & 3n);
    const quarter = quarters[orientation][position];
    i = i * 2 + (quarter >> 1);
    j = j * 2 + (quarter & 1);
    orientation ^= turns[position];
  }
  const cells = 2 ** level;
  return { face, s: [i / cells, (i + 1) / cells], t: [j / cells, (j + 1) / cells] };
}

const project = (side: number) => (side >= 0.5 ? (4 * side * side - 1) / 3 : (1 - 4 * (1 - side) * (1 - side)) / 3);

function direction(face: number, u: number, v: number): [number, number, number] {
  switch (face) {
    case 0: return [1, u, v];
    case 1: return [-u, 1, v];
    case 2: return [-u, -v, 1];
    case 3: return [-1, -v, -u];
    case 4: return [v, -1, -u];
    default: return [v, u, -1];
  }
}

function degreesAt(cell: Cell, s: number, t: number): { lat: number; lon: number } {
  const [x, y, z] = direction(cell.face, project(s), project(t));
  return { lat: Math.atan2(z, Math.hypot(x, y)) * 180 / Math.PI, lon: Math.atan2(y, x) * 180 / Math.PI };
}

export function cellCentre(token: string): Point | undefined {
  const cell = readCell(token);
  if (!cell) return undefined;
  const { lat, lon } = degreesAt(cell, (cell.s[0] + cell.s[1]) / 2, (cell.t[0] + cell.t[1]) / 2);
  return { latE7: Math.round(lat * 1e7), lonE7: Math.round(lon * 1e7) };
}

// Latitude and longitude of the four corners, in degrees: great circles join them.
export function cellCorners(token: string): [lat: number, lon: number][] | undefined {
  const cell = readCell(token);
  if (!cell) return undefined;
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1]].map(([s, t]) => degreesAt(cell, cell.s[s], cell.t[t]));
  return corners.map(({ lat, lon }) => [lat, lon]);
}

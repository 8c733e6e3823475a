// Main ports with their UN/LOCODE, from config/areas/ports.csv.
import text from '../../../../../config/areas/ports.csv?raw';

interface Port {
  name: string;
  unlocode: string;
  lat: number;
  lon: number;
}

// "0117N", "10351E": whole degrees and minutes.
function degreesOf(written: string): number {
  const [, degrees, minutes, side] = /^(\d{2,3})(\d{2})([NSEW])$/.exec(written) ?? [];
  const angle = Number(degrees) + Number(minutes) / 60;
  return side === 'S' || side === 'W' ? -angle : angle;
}

export function readPorts(csv: string): Port[] {
  const [, ...lines] = csv.trim().split(/\r?\n/);
  return lines.map((line) => {
    const [name, unlocode, lat, lon] = line.split(',');
    return { name, unlocode, lat: degreesOf(lat), lon: degreesOf(lon) };
  });
}

export const ports: Port[] = readPorts(text);

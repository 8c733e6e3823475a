// What of the map stands in the address beside the filter, so that a copied address shows the same. Pure.
import { IncidentOrder } from '~/gen/lightship/v1/incident_pb';
import type { Place } from '~/ui/chart/chart';
import { rangeFrom, rangeText, type MonthRange } from './month_range';

export type Mode = 'points' | 'heat';
export const overlays = ['areas', 'navareas', 'ports'] as const;
export type Overlay = (typeof overlays)[number];
export const sides = ['all', 'rough', 'none'] as const;
export type Side = (typeof sides)[number];

// Where a map begins: the seas of South-East Asia.
export const firstPlace: Place = { lat: 5, lon: 108, zoom: 3.6 };

const orderWords: Record<string, IncidentOrder> = {
  newest: IncidentOrder.UNSPECIFIED,
  oldest: IncidentOrder.OLDEST,
  updated: IncidentOrder.UPDATED,
  nearest: IncidentOrder.NEAREST,
};
export const orders = Object.keys(orderWords);

export function orderOf(word: string): IncidentOrder {
  return orderWords[word] ?? IncidentOrder.UNSPECIFIED;
}

export function readPlace(params: URLSearchParams): Place | undefined {
  const [lat, lon, zoom, ...more] = (params.get('at') ?? '').split(',').map((word) => (word === '' ? NaN : Number(word)));
  const good = more.length === 0 && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 22;
  return good ? { lat, lon, zoom } : undefined;
}

export function placeText({ lat, lon, zoom }: Place): string {
  const digits = zoom > 8 ? 4 : 2;
  return `${lat.toFixed(digits)},${lon.toFixed(digits)},${zoom.toFixed(2)}`;
}

export function readMode(params: URLSearchParams): Mode {
  return params.get('mode') === 'heat' ? 'heat' : 'points';
}

export function readOverlays(params: URLSearchParams): Overlay[] {
  if (!params.has('layers')) return ['ports'];
  const named = params.get('layers')!.split(',');
  return overlays.filter((overlay) => named.includes(overlay));
}

export function readRange(params: URLSearchParams): MonthRange | null {
  return rangeFrom(params.get('time') ?? '');
}

export function readOrder(params: URLSearchParams): string {
  const word = params.get('sort') ?? '';
  return orders.includes(word) ? word : 'newest';
}

export function isTable(params: URLSearchParams): boolean {
  return params.get('view') === 'table';
}

// `value` as a key of the query, or without the key when it is what one sees anyway.
export function setKey(params: URLSearchParams, key: string, value: string, otherwise = ''): void {
  if (value === otherwise) params.delete(key);
  else params.set(key, value);
}

export function setRange(params: URLSearchParams, range: MonthRange | null): void {
  setKey(params, 'time', range ? rangeText(range) : '');
}

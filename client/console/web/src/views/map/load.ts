// What the map is made of, asked of the node: the incidents as columns; where they are too many, counts by cell.
import { incidents, statistics } from '~/api/clients';
import { wrapLon } from '~/base/geodesy';
import type { IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import type { Bounds } from '~/ui/chart/graticule';
import { boxShape } from '~/state/shape';
import { levelForZoom } from './cells';
import { cellFeatures, type CellFeatures } from './cell_features';
import { Columns } from './columns';

// Beyond this many incidents the node counts them by cell.
const incidentsMost = 200_000;

export interface Loaded {
  columns: Columns;
  // Of the filter, with and without positions.
  total: number;
  unlocated: number;
  // Too many to draw each: the columns are empty.
  tooMany: boolean;
}

export async function loadIncidents(filter: IncidentFilter, signal: AbortSignal): Promise<Loaded> {
  const loaded: Loaded = { columns: new Columns(), total: 0, unlocated: 0, tooMany: false };
  const stop = new AbortController();
  const abort = () => stop.abort();
  signal.addEventListener('abort', abort);
  try {
    let first = true;
    for await (const batch of incidents.mapIncidents({ filter, most: incidentsMost }, { signal: stop.signal })) {
      if (first) {
        loaded.total = Number(batch.total);
        loaded.unlocated = Number(batch.unlocated);
        loaded.tooMany = loaded.total - loaded.unlocated > incidentsMost;
        if (loaded.tooMany) break;
      }
      first = false;
      loaded.columns.append(batch);
    }
  } finally {
    signal.removeEventListener('abort', abort);
    stop.abort();
  }
  return loaded;
}

const wholeTurn = 360;

export async function loadCells(filter: IncidentFilter, bounds: Bounds, zoom: number, signal: AbortSignal): Promise<CellFeatures> {
  // A filter has one shape: an area that was drawn stands, else what is in sight.
  const everywhere = bounds.east - bounds.west >= wholeTurn;
  const shape = filter.shape.case || everywhere
    ? filter.shape
    : boxShape(Math.min(bounds.north, 90), wrapLon(bounds.west), Math.max(bounds.south, -90), wrapLon(bounds.east));
  const answer = await statistics.countIncidents({
    filter: { ...filter, shape },
    dimensions: [Dimension.CELL, Dimension.RECAAP_CATEGORY],
    cellLevel: levelForZoom(zoom),
  }, { signal });
  return cellFeatures(answer.rows);
}

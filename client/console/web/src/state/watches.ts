// Standing watches: what this desk is told of, and how. Kept on the desk's disk; without any, one watches over everything.
import { computed } from '@preact/signals';
import { isFlag, isText, objectOf } from '~/base/checked';
import { incidents } from '~/api/clients';
import { earliest } from '~/base/moments';
import type { IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { IncidentOrder } from '~/gen/lightship/v1/incident_pb';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import { readFilter, requestOf, type Filter } from './filter';
import { Shelf } from './items';
import { hex } from '~/proof/bytes';

export interface Watch {
  // As people call it; empty: the one over everything.
  title: string;
  // The filter, as it would stand in the address.
  query: string;
  sound: boolean;
  desktop: boolean;
}

const prefix = 'watch-';
const isWatch = objectOf<Watch>({ title: isText, query: isText, sound: isFlag, desktop: isFlag });
const shelf = new Shelf('settings', (stored) => (isWatch(stored) ? stored : undefined));
const everything: Watch = { title: '', query: '', sound: true, desktop: true };
const everythingName = `${prefix}everything`;

export interface NamedWatch {
  name: string;
  watch: Watch;
}

export const watches = computed<NamedWatch[]>(() => {
  const kept = shelf.items.value.filter((item) => item.name.startsWith(prefix)).map(({ name, value }) => ({ name, watch: value }));
  return kept.some((one) => one.name === everythingName) ? kept : [{ name: everythingName, watch: everything }, ...kept];
});

export const loadWatches = () => shelf.load();

export function isEverything(name: string): boolean {
  return name === everythingName;
}

// A new one when there is no name yet.
export async function keepWatch(watch: Watch, name = `${prefix}${Date.now().toString(36)}`): Promise<void> {
  await shelf.put(name, watch);
}

export async function dropWatch(name: string): Promise<void> {
  await shelf.remove(name);
}

export function filterOf(watch: Watch): Filter {
  return readFilter(new URLSearchParams(watch.query));
}

const mostAsked = 1_000;

// Names of the watches that each of these changed incidents is for: the node judges, so that a filter means the same everywhere.
// When it cannot be asked, every watch is told.
export async function watchesFor(changed: IncidentSummary[], exercises: number[]): Promise<Map<string, string[]>> {
  const found = new Map(changed.map((summary) => [hex(summary.incidentId), [] as string[]]));
  const since = earliest(changed.map((summary) => summary.updatedAt));
  await Promise.all(watches.peek().map(async ({ name, watch }) => {
    const ids = watch.query === '' ? null : await matching(watch, since, exercises).catch(() => null);
    for (const summary of changed) {
      const id = hex(summary.incidentId);
      if (!ids || ids.has(id) || ids.has(hex(summary.partOf))) found.get(id)!.push(name);
    }
  }));
  return found;
}

async function matching(watch: Watch, since: Timestamp | undefined, exercises: number[]): Promise<Set<string>> {
  const filter = requestOf(filterOf(watch));
  filter.includeRetracted = true;
  filter.updatedFrom = since;
  if (filter.exerciseStatuses.length === 0) filter.exerciseStatuses = exercises;
  const { incidents: found } = await incidents.listIncidents({ filter, pageSize: mostAsked, order: IncidentOrder.UPDATED });
  return new Set(found.map((summary) => hex(summary.incidentId)));
}

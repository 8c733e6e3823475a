// What is asked for: one filter shared by map, table and charts, kept in the address.
import { computed, effect, signal } from '@preact/signals';
import { filterKeys, readFilter, requestOf, writeFilter, type Filter } from './filter';
import { route, setParams, view } from './route';

const ofAddress = computed(() => readFilter(route.value.params));
// Of something that is being made, a watch, and has nothing to do with the address; null for the most part.
const ownFilter = signal<Filter | null>(null);

export const filter = computed(() => ownFilter.value ?? ofAddress.value);

// Until the function is called that comes back, the filter asked for and changed is not that of the address.
export function beginOwnFilter(of: Filter): () => void {
  ownFilter.value = of;
  return () => (ownFilter.value = null);
}

export function queryOf(of: Filter): string {
  const params = new URLSearchParams();
  writeFilter(of, params);
  return params.toString();
}

// The same for filters that mean the same: what depends on the filter is asked anew when it changes.
export const filterKey = computed(() => queryOf(filter.value));
export const filterRequest = computed(() => requestOf(filter.value));

// Links to views that ask by the filter carry it on, also from a view between them that has none.
const asking = ['map', 'analysis'];
const asked = signal('');
effect(() => {
  if (asking.includes(view.value)) asked.value = queryOf(ofAddress.value);
});

export function filterCarriedTo(name: string): URLSearchParams | undefined {
  return asking.includes(name) ? new URLSearchParams(asked.value) : undefined;
}

export function changeFilter(change: (filter: Filter) => void): void {
  const changed = structuredClone(filter.peek());
  change(changed);
  if (ownFilter.peek()) ownFilter.value = changed;
  else setParams((params) => writeFilter(changed, params));
}

export function clearFilter(): void {
  if (ownFilter.peek()) ownFilter.value = readFilter(new URLSearchParams());
  else setParams((params) => filterKeys.forEach((key) => params.delete(key)));
}

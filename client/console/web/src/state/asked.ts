// What is asked for: one filter shared by map, table and charts, kept in the address.
import { computed, effect, signal } from '@preact/signals';
import { filterKeys, readFilter, requestOf, writeFilter, type Filter } from './filter';
import { route, setParams, view } from './route';

export const filter = computed(() => readFilter(route.value.params));
// The same for filters that mean the same: what depends on the filter is asked anew when it changes.
export const filterKey = computed(() => {
  const params = new URLSearchParams();
  writeFilter(filter.value, params);
  return params.toString();
});
export const filterRequest = computed(() => requestOf(filter.value));

// Links to views that ask by the filter carry it on, also from a view between them that has none.
const asking = ['map', 'analysis'];
const asked = signal('');
effect(() => {
  if (asking.includes(view.value)) asked.value = filterKey.value;
});

export function filterCarriedTo(name: string): URLSearchParams | undefined {
  return asking.includes(name) ? new URLSearchParams(asked.value) : undefined;
}

export function changeFilter(change: (filter: Filter) => void): void {
  const changed = structuredClone(filter.peek());
  change(changed);
  setParams((params) => writeFilter(changed, params));
}

export function clearFilter(): void {
  setParams((params) => filterKeys.forEach((key) => params.delete(key)));
}

// What is asked for: one filter shared by map, table and charts, kept in the address.
import { computed } from '@preact/signals';
import { filterKeys, readFilter, requestOf, writeFilter, type Filter } from './filter';
import { route, setParams } from './route';

export const filter = computed(() => readFilter(route.value.params));
// The same for filters that mean the same: what depends on the filter is asked anew when it changes.
export const filterKey = computed(() => {
  const params = new URLSearchParams();
  writeFilter(filter.value, params);
  return params.toString();
});
export const filterRequest = computed(() => requestOf(filter.value));

export function changeFilter(change: (filter: Filter) => void): void {
  const changed = structuredClone(filter.peek());
  change(changed);
  setParams((params) => writeFilter(changed, params));
}

export function clearFilter(): void {
  setParams((params) => filterKeys.forEach((key) => params.delete(key)));
}

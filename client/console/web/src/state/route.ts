// Where in the console one is: the path and the query of the address, which tells all that another officer needs to see the same.
import { computed, signal } from '@preact/signals';

interface Route {
  path: string;
  params: URLSearchParams;
}

// An address that is not well formed is taken as it stands.
export function pathIn(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

function read(): Route {
  return { path: pathIn(location.pathname), params: new URLSearchParams(location.search) };
}

export const route = signal<Route>(read());
addEventListener('popstate', () => (route.value = read()));

// First word of the path: which view.
export const view = computed(() => route.value.path.split('/')[1] || 'map');

export function addressOf(path: string, params: URLSearchParams = new URLSearchParams()): string {
  const query = params.toString();
  return query ? `${path}?${query}` : path;
}

export function navigate(path: string, params?: URLSearchParams, how: 'push' | 'replace' = 'push'): void {
  const address = addressOf(path, params);
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  route.value = read();
}

// Changes the query alone, without a step in the history.
export function setParams(change: (params: URLSearchParams) => void): void {
  const params = new URLSearchParams(route.peek().params);
  change(params);
  navigate(route.peek().path, params, 'replace');
}

// Of that view alone: one that still moves, or plays, while the next is being loaded says nothing in that one's address.
export function setParamsOf(name: string, change: (params: URLSearchParams) => void): void {
  if (view.peek() === name) setParams(change);
}

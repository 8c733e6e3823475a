// A view that was given a name, and the name under which the desk keeps it. Pure.
import { isText, objectOf } from '~/base/checked';

export interface SavedView {
  title: string;
  path: string;
  query: string;
}

const isView = objectOf<SavedView>({ title: isText, path: isText, query: isText });

export function readView(stored: unknown): SavedView | undefined {
  return isView(stored) ? stored : undefined;
}

const nameMost = 48;

// Of what a name on disk may hold (a-z, 0-9, '-'), and none of `taken`.
export function slugOf(title: string, taken: string[]): string {
  const plain = title.normalize('NFD').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, nameMost) || 'view';
  let name = plain;
  for (let n = 2; taken.includes(name); ++n) name = `${plain}-${n}`;
  return name;
}

// Drafts on the desk's disk: each belongs to one tab while that tab lives, so that two tabs never write the same.
import { Shelf, type Kept } from '~/state/items';
import type { Form } from './form';

const prefix = 'report-';
const shelf = new Shelf<Form>('drafts');

export type KeptDraft = Kept<Form>;

export function newDraftName(): string {
  return `${prefix}${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`;
}

const lockOf = (name: string) => `lightship.draft.${name}`;

// Holds the draft until the tab ends or `release` is called; undefined when another tab has it.
export async function claim(name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    void navigator.locks.request(lockOf(name), { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(undefined);
      return new Promise<void>((release) => resolve(release));
    });
  });
}

// Those that no tab holds, newest first.
export async function freeDrafts(): Promise<KeptDraft[]> {
  await shelf.load();
  const { held = [] } = await navigator.locks.query();
  const taken = new Set(held.map((lock) => lock.name));
  return shelf.items.peek()
    .filter(({ name }) => name.startsWith(prefix) && !taken.has(lockOf(name)))
    .sort((one, other) => other.changedAt.getTime() - one.changedAt.getTime());
}

export const keepDraft = (name: string, form: Form) => shelf.put(name, form);
export const dropDraft = (name: string) => shelf.remove(name);

// Drafts on the desk's disk: each belongs to one tab while that tab lives, so that two tabs never write the same.
import { signal } from '@preact/signals';
import { isObject, isText, objectOf, perhaps } from '~/base/checked';
import { Shelf, type Kept } from './items';

export interface Draft<Form = unknown> {
  // What it is about, for lists.
  title: string;
  form: Form;
  // Id of the statement that it became, base64: never offered again.
  sentAs?: string;
}

export type KeptDraft<Form = unknown> = Kept<Draft<Form>>;

const isDraft = objectOf<Draft>({ title: isText, form: isObject, sentAs: perhaps(isText) });
const shelf = new Shelf('drafts', (stored) => (isDraft(stored) ? stored : undefined));
// Those that no tab holds, newest first; as of the last look.
export const freeDrafts = signal<KeptDraft[]>([]);

export function newDraftName(): string {
  return `report-${Date.now().toString(36)}-${crypto.randomUUID().slice(0, 8)}`;
}

const lockOf = (name: string) => `lightship.draft.${name}`;

// Holds the draft until the tab ends or the answer is called; undefined when another tab has it.
export async function claimDraft(name: string): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    void navigator.locks.request(lockOf(name), { ifAvailable: true }, (lock) => {
      if (!lock) return resolve(undefined);
      return new Promise<void>((release) => resolve(release));
    });
  });
}

async function heldLocks(): Promise<Set<string>> {
  const { held = [] } = await navigator.locks.query();
  return new Set(held.flatMap((lock) => lock.name ?? []));
}

// Whether a tab holds a draft now.
export async function othersWrite(): Promise<boolean> {
  return [...await heldLocks()].some((name) => name.startsWith(lockOf('')));
}

export function isOffered(draft: Draft | undefined): boolean {
  return draft?.form !== undefined && draft.sentAs === undefined;
}

export async function lookForDrafts(): Promise<void> {
  await shelf.load();
  const taken = await heldLocks();
  freeDrafts.value = shelf.items.peek()
    .filter(({ name, value }) => isOffered(value) && !taken.has(lockOf(name)))
    .sort((one, other) => other.changedAt.getTime() - one.changedAt.getTime());
}

export const keepDraft = (name: string, draft: Draft) => shelf.put(name, draft);

export async function dropDraft(name: string): Promise<void> {
  await shelf.remove(name);
  freeDrafts.value = freeDrafts.peek().filter((draft) => draft.name !== name);
}

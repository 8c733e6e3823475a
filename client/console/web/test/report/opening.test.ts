// What is typed while the form is being opened is not lost.
import { signal } from '@preact/signals';
import { beforeEach, expect, test, vi } from 'vitest';
import '../browser';

const kept = vi.hoisted(() => ({ drafts: [] as object[], looked: Promise.resolve() }));
const free = signal<object[]>([]);

vi.mock('~/api/clients', () => ({ desk: {} }));
vi.mock('~/state/desk', () => ({ noteAnswer: () => undefined }));
vi.mock('~/state/spool', () => ({ lookAtSpool: async () => undefined }));
vi.mock('~/state/route', () => ({}));
vi.mock('~/views/report/incident_at', () => ({}));
vi.mock('~/state/drafts', () => ({
  newDraftName: () => 'report-1',
  claimDraft: async () => () => undefined,
  keepDraft: async (_: string, draft: object) => void kept.drafts.push(draft),
  dropDraft: async () => undefined,
  othersWrite: async () => false,
  lookForDrafts: () => kept.looked,
  freeDrafts: free,
}));

// The first opening of a page, which looks for drafts until `found` is called; the form is typed into meanwhile where `typed` is given.
async function opened(wanted: { how: 'draft'; name: string } | undefined, typed?: string): Promise<string> {
  vi.resetModules();
  const { changeAccount, form } = await import('~/views/report/desk_form');
  const { open } = await import('~/views/report/opening');
  let found!: () => void;
  kept.looked = new Promise((resolve) => (found = resolve));
  const opening = open(wanted, new AbortController().signal);
  if (typed) changeAccount({ place: typed });
  found();
  await opening;
  return form.peek().account.place;
}

beforeEach(() => {
  kept.drafts = [];
  free.value = [{ name: 'report-0', value: { title: 'Off Nipah', form: { account: { place: 'Off Nipah' } } }, changedAt: new Date(0) }];
});

test('what was left half-written is brought back', async () => {
  expect(await opened(undefined)).toBe('Off Nipah');
});

test('who types while drafts are looked for goes on in a new form', async () => {
  expect(await opened(undefined, 'Off Nongsa')).toBe('Off Nongsa');
});

test('a draft that was asked for is shown, and what was typed meanwhile is a draft', async () => {
  expect(await opened({ how: 'draft', name: 'report-0' }, 'Off Nongsa')).toBe('Off Nipah');
  expect(kept.drafts).toMatchObject([{ form: { account: { place: 'Off Nongsa' } } }]);
});

test('where there is no such draft, what was typed meanwhile stays', async () => {
  expect(await opened({ how: 'draft', name: 'gone' }, 'Off Nongsa')).toBe('Off Nongsa');
});

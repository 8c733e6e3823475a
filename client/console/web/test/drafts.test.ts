import { expect, test, vi } from 'vitest';
import './browser';

vi.mock('~/state/items', () => ({ Shelf: class {} }));
const { isOffered } = await import('~/state/drafts');

test('a draft is offered until it is known to have been sent', () => {
  const draft = { title: 'Boarded', form: {} };
  expect([isOffered(draft), isOffered({ ...draft, sentAs: 'AQID' }), isOffered(undefined)]).toEqual([true, false, false]);
});

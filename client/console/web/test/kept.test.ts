// What another release, or a damaged disk, left behind is not taken for what it is not.
import { expect, test, vi } from 'vitest';
import './browser';
import { filledIn, isNumber, isText, listOf, objectOf, parsed, perhaps } from '~/base/checked';
import { emptyAccount, emptyForm } from '~/views/report/form';
import { readForm } from '~/views/report/kept_form';

const heard = vi.hoisted(() => ({ items: [] as { name: string; content: Uint8Array }[] }));
vi.mock('~/api/clients', () => ({ desk: { listItems: async () => ({ items: heard.items }) } }));
vi.mock('~/state/desk', () => ({}));

const { Shelf } = await import('~/state/items');
const { readPage } = await import('~/state/logbook');
const { readView } = await import('~/state/saved_view');

const item = (name: string, text: string) => ({ name, content: new TextEncoder().encode(text) });

test('a value has every field in its form, or it is none', () => {
  const isOne = objectOf<{ name: string; sizes: number[]; note?: string }>({ name: isText, sizes: listOf(isNumber), note: perhaps(isText) });
  expect([{ name: 'a', sizes: [1] }, { name: 'a', sizes: [], note: 'b', more: 1 }].map(isOne)).toEqual([true, true]);
  expect([null, 'a', [], {}, { name: 'a' }, { name: 'a', sizes: ['1'] }, { name: 1, sizes: [] }, { name: 'a', sizes: [], note: 2 }].map(isOne))
    .toEqual(Array.from({ length: 8 }, () => false));
  expect(filledIn({ a: 1, b: 'x' }, { a: isNumber, b: isText }, { a: '2', b: 'y', c: 3 })).toEqual({ a: 1, b: 'y' });
  expect([parsed('{'), parsed(''), parsed('null')]).toEqual([undefined, undefined, null]);
});

test('of what the desk keeps, what cannot be read is passed over', async () => {
  heard.items = [item('good', '{"title":"A","path":"/map","query":""}'), item('null', 'null'), item('other', '{"title":"B"}'), item('torn', '{"tit')];
  const shelf = new Shelf('views', readView);
  await shelf.load();
  expect(shelf.items.peek().map(({ name }) => name)).toEqual(['good']);
});

test('one line of the logbook that cannot be read does not take the others with it', () => {
  const mark = { key: 'a@1', id: 'a', about: 'incident', alarm: 'incident', cameAt: '2026-01-01T00:00:00Z', news: [{ what: 'new' }], watches: ['w'] };
  const page = { cursor: 'c', at: '2026-01-01T00:00:00Z', marks: [mark, { ...mark, alarm: 'siren' }, { ...mark, cameAt: 'soon' }, null] };
  expect(readPage(page)?.marks).toEqual([mark]);
  expect([readPage({ ...page, at: 'never' }), readPage({ cursor: 'c' }), readPage(null)]).toEqual([undefined, undefined, undefined]);
});

test('a form that was kept is read back as it was, and one of an earlier release is filled up', () => {
  const form = { ...emptyForm('navy'), account: { ...emptyAccount(), narrative: 'Boarded.', harm: { 1: '2' } } };
  expect(readForm(JSON.parse(JSON.stringify(form)), emptyForm())).toEqual(form);
  expect(readForm({ account: { narrative: 'Boarded.', weapons: 'gun' } }, emptyForm()))
    .toEqual({ ...emptyForm(), account: { ...emptyAccount(), narrative: 'Boarded.' } });
});

test('a form is not read back when that would widen its audience, lose a file, or forget what it amends', () => {
  const form = emptyForm();
  expect(readForm({ ...form, handling: { ...form.handling, vessel: 7 } }, form)).toBeUndefined();
  expect(readForm({ ...form, files: [{ fileName: 'a.jpg' }] }, form)).toBeUndefined();
  expect(readForm({ ...form, beginning: { how: 'amends' } }, form)).toBeUndefined();
  expect(readForm('form', form)).toBeUndefined();
});

test('audiences that the browser kept in another form are forgotten', async () => {
  localStorage.setItem('lightship.audiences', '{"members":["SG"],"named":[{"name":"SG/straits@1"}]}');
  const { audiences } = await import('~/views/report/audiences');
  expect(audiences.peek()).toEqual({ members: [], named: [] });
});

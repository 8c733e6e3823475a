import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from 'vitest';
import { navareaNumeral } from '~/base/navareas';
import { ContactCardSchema } from '~/gen/lightship/v1/contact_pb';
import { ExerciseStatus, ManifestSchema, Tlp } from '~/gen/lightship/v1/statement_pb';
import type { Contact } from '~/gen/lightship/v1/claims_pb';
import { confirmed, draftCard, entryOf, linesOf } from '~/views/directory/card_draft';
import { byEconomy, dialled, matching } from '~/views/directory/card_search';

const card = create(ContactCardSchema, {
  economy: 'PE', address: 'PE/4', statementId: new Uint8Array([4]), exerciseStatus: ExerciseStatus.ACTUAL,
  contact: {
    agency: 'Capitanía de Callao', role: 'MRCC', phones: ['+51 1 000 0000'], languages: ['es'], hours: '24/7',
    validTo: timestampFromDate(new Date('2026-04-01T00:00:00Z')), lastConfirmed: timestampFromDate(new Date('2025-01-01T00:00:00Z')),
  },
});
const other = create(ContactCardSchema, { economy: 'SG', address: 'SG/9', contact: { agency: 'Police Coast Guard', phones: ['+65 6325 2488'] } });
const manifest = create(ManifestSchema, { audience: 'own', tlp: Tlp.AMBER, personalData: true, exerciseStatus: ExerciseStatus.ACTUAL });
const now = new Date('2026-03-01T00:00:00Z');
const name = (code: string) => ({ PE: 'Peru', SG: 'Singapore' })[code] ?? code;

describe('finding a card', () => {
  test.each([['capitania', 'PE/4'], ['peru mrcc', 'PE/4'], ['6325 coast', 'SG/9'], ['SG/9', 'SG/9']])('by %s', (typed, address) => {
    expect(matching([card, other], typed, name).map((one) => one.address)).toEqual([address]);
  });

  test('needs all the words', () => {
    expect(matching([card, other], 'peru coast', name)).toEqual([]);
    expect(byEconomy(matching([card, other], ' ', name)).map(([economy]) => economy)).toEqual(['PE', 'SG']);
  });

  test('a number is dialled without blanks', () => {
    expect(dialled('+65 6325-2488 (0)')).toBe('+65632524880');
  });
});

describe('a card to be signed', () => {
  test('goes to all when it is new, and keeps its readers when it replaces one', () => {
    expect(draftCard(entryOf(undefined), now).manifest).toMatchObject({ audience: 'all', tlp: Tlp.GREEN, supersedes: [] });
    const draft = draftCard(entryOf(card), now, { card, manifest });
    expect(draft.manifest).toMatchObject({ audience: 'own', tlp: Tlp.AMBER, personalData: true, supersedes: [card.statementId] });
  });

  test('comes back from the form as it went in, but for when it was tried', () => {
    const { lastConfirmed: _untried, ...rest } = draftCard(entryOf(card), now).content.value as Contact;
    const { lastConfirmed: _tried, ...was } = card.contact!;
    expect(rest).toEqual(was);
    expect(draftCard({ ...entryOf(card), tried: true }, now).content.value).toHaveProperty('lastConfirmed.seconds', BigInt(now.getTime() / 1000));
  });

  test('confirmed, is the same card but for the day', () => {
    const draft = confirmed(card, manifest, now);
    expect(draft.content.value).toMatchObject({ agency: 'Capitanía de Callao', lastConfirmed: timestampFromDate(now) });
    expect(draft.manifest).toMatchObject({ audience: 'own', personalData: true, supersedes: [card.statementId] });
    expect(card.contact?.lastConfirmed).not.toEqual(timestampFromDate(now));
  });

  test('lists are read one to a line', () => {
    expect(linesOf(' +65 1 \n\n+65 2; +65 3')).toEqual(['+65 1', '+65 2', '+65 3']);
  });
});

test('NAVAREAs are numbered as the Romans did', () => {
  expect([1, 4, 9, 11, 14, 19, 21].map(navareaNumeral)).toEqual(['I', 'IV', 'IX', 'XI', 'XIV', 'XIX', 'XXI']);
});

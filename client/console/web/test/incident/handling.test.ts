import { describe, expect, test } from 'vitest';
import { StatementKind, Tlp } from '~/gen/lightship/v1/statement_pb';
import { handlingOf, narrower, partDrawn } from '~/state/drawn';
import { indexOfAddress } from '~/views/incident/drafts';
import { manifestAbout, withdrawalManifest } from '~/views/incident/handling';
import { id, said } from './said';

const patrol = 'SG/straits-patrol@1';

const report = said('SG/12', 1, {
  manifest: {
    kind: StatementKind.REPORT, audience: 'all', tlp: Tlp.AMBER,
    parts: [{ name: 'facts' }, { name: 'vessel', audience: patrol }],
  },
});

describe('what is said of an incident', () => {
  test.each([['all', 'own', 'own'], ['own', patrol, 'own'], [patrol, 'all', patrol], [patrol, 'ID/north@2', undefined]])(
    'of %s and %s, %s is the narrower', (one, other, expected) => expect(narrower(one, other)).toBe(expected));

  test('goes no wider than a part that it draws on', () => {
    expect(partDrawn(report, 'vessel.victims[0].name_as_written')).toEqual({ audience: patrol, tlp: Tlp.AMBER });
    expect(partDrawn(report, 'facts.position').audience).toBe('all');
    expect(handlingOf([partDrawn(report, 'facts'), partDrawn(report, 'vessel')]).audience).toBe(patrol);
  });

  test('takes the strictest handling of all that it draws on', () => {
    expect(handlingOf([{ audience: 'all', tlp: Tlp.GREEN }, { audience: 'all', tlp: Tlp.RED }]).tlp).toBe(Tlp.RED);
  });

  test('needs an officer\'s word where no audience is known to hold the other', () => {
    expect(handlingOf([{ audience: patrol, tlp: 0 }, { audience: 'ID/north@2', tlp: 0 }, { audience: 'own', tlp: 0 }]).audience)
      .toBeUndefined();
  });

  test('speaks of the incident that the named report founded or belongs to', () => {
    expect(manifestAbout(report, 'all', Tlp.AMBER).subject).toEqual(id(1));
    expect(manifestAbout(said('ID/3', 2, { manifest: { subject: id(9) } }), 'all', 0).subject).toEqual(id(9));
  });
});

describe('a withdrawal', () => {
  test('goes to those who have the statement', () => {
    expect(withdrawalManifest(report, 'retract', '', false)).toMatchObject({ audience: 'all', tlp: Tlp.AMBER, subject: id(1) });
  });

  test('that releases goes to those it is released to, and red becomes amber for all', () => {
    const red = said('SG/12', 1, { manifest: { kind: StatementKind.REPORT, audience: 'own', tlp: Tlp.RED } });
    expect(withdrawalManifest(red, 'release', 'all', false)).toMatchObject({ audience: 'all', tlp: Tlp.AMBER });
  });

  test('of what was released before goes to all who may have it', () => {
    const own = said('SG/12', 1, { manifest: { kind: StatementKind.REPORT, audience: 'own' } });
    expect(withdrawalManifest(own, 'erase', '', true).audience).toBe('all');
  });

  test.each([['SG/12', 12n], ['SG.2/17', 17n]])('finds %s in its log', (address, index) => expect(indexOfAddress(address)).toBe(index));
});

import '../browser';
import { describe, expect, test } from 'vitest';
import { readFilter, type Filter } from '~/state/filter';
import { conditions } from '~/ui/conditions';
import { chipsOf } from '~/ui/filter_chips';
import { optionsFor } from '~/ui/filter_options';

const today = new Date('2026-03-05T12:00:00Z');
const filterOf = (query = ''): Filter => readFilter(new URLSearchParams(query));
const first = (query: string, filter = filterOf()) => optionsFor(query, conditions(), filter, today)[0];

describe('the menu of conditions', () => {
  test.each([
    ['knife', 'Weapon', 'knife or blade'], ['singapore str', 'Area', 'Singapore Strait'], ['9074729', 'IMO number', '9074729'],
    ['imo 9074729', 'IMO number', '9074729'], ['last 30', 'Date', 'last 30 days'], ['2019-05', 'Date', 'within 2019-05'],
  ])('finds for "%s" first %s: %s', (query, condition, value) => {
    expect(first(query)).toMatchObject({ condition, value });
  });

  test('offers what was typed as a ship’s name and as words of the accounts', () => {
    const ids = optionsFor('ocean star', conditions(), filterOf(), today).map(({ id }) => id);
    expect(ids).toEqual(['typed-name', 'typed-text']);
  });

  test('sets what is chosen and takes it away again', () => {
    const filter = filterOf();
    first('knife').apply(filter);
    expect(filter.codes.weapon).toHaveLength(1);
    expect(first('knife', filter).on).toBe(true);
    first('knife', filter).apply(filter);
    expect(filter.codes.weapon).toEqual([]);
  });

  test('sets dates', () => {
    const filter = filterOf();
    first('last 12 months').apply(filter);
    expect(filter.from).toBe('2025-03-06');
    first('2020-02').apply(filter);
    expect([filter.from, filter.until]).toEqual(['2020-02-01', '2020-02-29']);
  });

  test('lists the conditions before anything is typed', () => {
    const options = optionsFor('', conditions(), filterOf('weapon=FIREARM'), today);
    expect(options.every(({ opens }) => opens)).toBe(true);
    expect(options.filter(({ on }) => on).map(({ opens }) => opens)).toEqual(['weapon']);
  });
});

describe('chips', () => {
  const query = 'from=2019-02-01&until=2019-02-28&weapon=FIREARM,KNIFE_OR_BLADE&area=singapore-strait&economy=SG&navarea=11&cat=1'
    + '&name=ocean+star&imo=9074729&shape=circle:1.25,104.04,20&retracted=1&located=ROUGHLY';

  test('stand for every condition, in words', () => {
    const chips = chipsOf(filterOf(query), conditions());
    const words = Object.fromEntries(chips.map(({ key, value }) => [key, value]));
    expect(words).toMatchObject({
      days: 'Feb 1, 2019 to Feb 28, 2019', weapon: 'firearm or knife or blade', area: 'Singapore Strait', economy: 'Singapore',
      navareas: 'NAVAREA XI', categories: 'CAT 1', name: 'ocean star', imo: '9074729', shape: '20 nm around 01°15.00′N 104°02.40′E',
    });
  });

  test('each take their condition away, and all of them leave nothing', () => {
    const filter = filterOf(query);
    for (const chip of chipsOf(filter, conditions())) chip.remove(filter);
    expect(filter).toEqual(filterOf());
  });
});

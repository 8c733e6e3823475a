// The same facts as CountingRule of client/formats says, for the same count (tests/unit/client/stats_test.cc).
import '../browser';
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { describe, expect, test } from 'vitest';
import { IncidentFilterSchema } from '~/gen/lightship/v1/filter_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import type { Counted } from '~/views/analysis/question';
import { counts, row } from './counts';

const { ruleOf } = await import('~/views/analysis/rule');

const at = (day: string) => timestampFromDate(new Date(`${day}T00:00:00Z`));

function counted(): Counted {
  return {
    question: { filter: create(IncidentFilterSchema), dimensions: [Dimension.WEAPON] },
    answer: { ...counts(5), linked: 2n, doubtful: 1n, uncountedBySource: 3n },
    sources: counts(5, row(4, 'IMB PRC'), row(1, '')),
  };
}

describe('the counting rule', () => {
  test('says what counts and what does not', () => {
    const rule = ruleOf(counted());
    expect(rule).toEqual([
      '5 incidents counted.',
      'By the middle of the time stated, UTC; the list behind a figure has every incident that may have been then, and can be longer.',
      expect.stringMatching(/^Sources: .* 4, source not stated 1\.$/),
      'Each incident counts once, however many reports tell of it; 2 are told by several.',
      'Exercises and tests are not counted.',
      'Retracted reports are not counted.',
      'Counted though a statement it rests on is in doubt: 1.',
      'Left out because their sources do not count them: 3.',
      'An incident stands under each of its values: lines or columns may add up to more than the totals, which count incidents.',
      'As this node knows them now; it may hold less than others.',
    ]);
  });

  test('says the period that is asked for, and that which there is', () => {
    const asked = counted();
    asked.question.dimensions = [Dimension.YEAR];
    Object.assign(asked.question.filter, { occurredFrom: at('2015-01-01'), occurredUntil: at('2020-01-01') });
    Object.assign(asked.answer, { oldest: at('2015-01-07'), newest: at('2019-12-30'), partlyUnknown: 6n });
    const rule = ruleOf(asked).join(' ');
    expect(rule).toContain('From Jan 1, 2015 until before Jan 1, 2020. The oldest of Jan 7, 2015, the newest of Dec 30, 2019.');
    expect(rule).toContain('Not stated for some heading: 6.');
    expect(rule).not.toContain('An incident stands under each');
  });

  test('says loudly when something else than the actual is counted', () => {
    const asked = counted();
    Object.assign(asked.question.filter, { exerciseStatuses: [ExerciseStatus.EXERCISE], includeRetracted: true, knownAt: at('2021-01-01') });
    const rule = ruleOf(asked).join(' ');
    expect(rule).toContain('COUNTED BY STATUS: exercise. Retracted reports are counted.');
    expect(rule).toContain('As they were known before Jan 1, 2021, from what this node holds; it may hold less than others.');
  });
});

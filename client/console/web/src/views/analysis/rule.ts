// Which incidents a table counts, in words, for below it: the sentences of `lightship stats`, in the officer's language.
import { ExerciseStatusSchema } from '~/gen/lightship/v1/statement_pb';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { dayText, listText, numberText } from '~/i18n/format';
import { enumName } from '~/i18n/names';
import { hasSeveral } from './dimension';
import { labelOf } from './label';
import type { Counted } from './question';

// What was asked for, and where that is open, what there is.
function period({ question: { filter }, answer }: Counted): string[] {
  const said = [t('analysis.rule.incidents', { count: Number(answer.incidents) })];
  const from = filter.occurredFrom && dayText(filter.occurredFrom);
  const until = filter.occurredUntil && dayText(filter.occurredUntil);
  if (from && until) said.push(t('analysis.rule.between', { from, until }));
  else if (from) said.push(t('analysis.rule.from', { from }));
  else if (until) said.push(t('analysis.rule.until', { until }));
  if (answer.oldest && answer.newest) said.push(t('analysis.rule.span', { oldest: dayText(answer.oldest), newest: dayText(answer.newest) }));
  said.push(t('analysis.rule.middle'));
  return said;
}

function sources({ sources: { rows } }: Counted): string[] {
  if (rows.length === 0) return [];
  const named = rows.map((row) => t('analysis.rule.source', {
    source: row.keys[0] === '' ? t('analysis.rule.sourceNotStated') : labelOf(Dimension.SOURCE, row.keys[0]),
    incidents: numberText(Number(row.count)),
  }));
  return [t('analysis.rule.sources', { list: listText(named) })];
}

function statuses({ question: { filter } }: Counted): string[] {
  const named = filter.exerciseStatuses.map((status) => enumName(ExerciseStatusSchema, status));
  return [
    named.length === 0 ? t('analysis.rule.noExercises') : t('analysis.rule.statuses', { list: listText(named) }),
    t(filter.includeRetracted ? 'analysis.rule.retractedCounted' : 'analysis.rule.retractedNotCounted'),
  ];
}

function figure(key: string, count: bigint): string[] {
  return count > 0n ? [t(key, { count: Number(count) })] : [];
}

// One sentence each.
export function ruleOf(counted: Counted): string[] {
  const { answer, question } = counted;
  return [
    ...period(counted),
    ...sources(counted),
    t('analysis.rule.once', { count: Number(answer.linked) }),
    ...statuses(counted),
    ...figure('analysis.rule.doubtful', answer.doubtful),
    ...figure('analysis.rule.uncounted', answer.uncountedBySource),
    ...figure('analysis.rule.partlyUnknown', answer.partlyUnknown),
    ...(hasSeveral(question.dimensions) ? [t('analysis.rule.several')] : []),
    question.filter.knownAt ? t('analysis.rule.knownBefore', { day: dayText(question.filter.knownAt) }) : t('analysis.rule.now'),
  ];
}

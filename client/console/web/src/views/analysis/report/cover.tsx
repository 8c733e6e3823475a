// The head of a monthly report: whose, of when, made when, of which incidents, for whom.
import type { ComponentChildren, JSX } from 'preact';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { startOf } from '~/base/months';
import { ExerciseStatus, ExerciseStatusSchema, TlpSchema, type Tlp } from '~/gen/lightship/v1/statement_pb';
import { t } from '~/i18n/catalogue';
import { listText, timeText } from '~/i18n/format';
import { economyName, enumName } from '~/i18n/names';
import { filter } from '~/state/asked';
import { officer } from '~/state/desk';
import { monthsText } from '../trend_words';
import { FilterSaid } from './filter_said';
import type { MonthlyReport } from './report_answers';

function Fact({ name, children }: { name: string; children: ComponentChildren }): JSX.Element {
  return <><dt>{name}</dt><dd>{children}</dd></>;
}

export function Cover({ report, tlp }: { report: MonthlyReport; tlp: Tlp }): JSX.Element {
  const who = officer.value!;
  const statuses = filter.value.codes.exercise ?? [];
  const notActual = statuses.some((status) => status !== ExerciseStatus.ACTUAL);
  const isOver = startOf(report.month + 1) <= report.generatedAt;
  return (
    <header class="analysis-cover">
      <p class="analysis-tlp" data-tlp={tlp}>{enumName(TlpSchema, tlp)}</p>
      <p class="muted">{economyName(who.economy)}</p>
      <h1>{t('analysis.report.title', { period: monthsText({ first: report.month, count: 1 }) })}</h1>
      {notActual && <p class="exercise-mark">{t('analysis.report.exercise', { list: listText(statuses.map((one) => enumName(ExerciseStatusSchema, one))) })}</p>}
      {!isOver && <p class="note warn">{t('analysis.report.notOver')}</p>}
      <dl>
        <Fact name={t('analysis.report.generated')}>
          {t('analysis.report.generatedBy', { time: timeText(timestampFromDate(report.generatedAt)), who: who.identity })}
        </Fact>
        <Fact name={t('analysis.report.filter')}><FilterSaid /></Fact>
      </dl>
    </header>
  );
}

// The monthly report: a sheet to look at and to print.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { monthAt, readMonth, writeMonth } from '~/base/months';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { Tlp, TlpSchema } from '~/gen/lightship/v1/statement_pb';
import { t } from '~/i18n/catalogue';
import { sentencesText } from '~/i18n/format';
import { economyName, enumName } from '~/i18n/names';
import { filterRequest } from '~/state/asked';
import { officer } from '~/state/desk';
import { route } from '~/state/route';
import { Link } from '~/ui/link';
import { useAnswer } from '~/ui/use_answer';
import { CountTable } from '../count_table';
import { drawingOf } from '../drawing';
import { KnownMonths } from '../known_months';
import { MonthField } from '../month_field';
import { Asked, Rule } from '../panel';
import { besideFilter, setPlace } from '../places';
import { questionKey } from '../question';
import { monthsText, trendNotes, trendTitle } from '../trend_words';
import { Cover } from './cover';
import { IncidentList } from './incident_list';
import './report.css';
import { askReport, headings, yearsBefore, type MonthlyReport } from './report_answers';
import { drawingOfYears } from './report_drawing';
import { factsOf } from './report_facts';
import { useRunningHead } from './running_head';
import { HeadingSection, Printed, ReportSection } from './section';

const clockHeight = 380;
const tlps = [Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED];

function tlpOf(params: URLSearchParams): Tlp {
  return tlps.find((tlp) => Tlp[tlp] === params.get('tlp')) ?? Tlp.AMBER;
}

function Tools({ month, oldest, newest, tlp }: { month: number; oldest: number; newest: number; tlp: Tlp }): JSX.Element {
  return (
    <div class="row analysis-choices no-print">
      <MonthField id="report-month" label={t('analysis.report.month')} month={month} oldest={oldest} newest={newest}
        choose={(chosen) => setPlace({ report: writeMonth(chosen) })} />
      <div class="field">
        <label for="report-tlp">{t('analysis.report.tlp')}</label>
        <select id="report-tlp" value={tlp} onChange={(event) => setPlace({ tlp: Tlp[Number(event.currentTarget.value)] })}>
          {tlps.map((one) => <option key={one} value={one}>{enumName(TlpSchema, one)}</option>)}
        </select>
      </div>
      <button type="button" class="button primary" onClick={() => print()}>{t('analysis.report.print')}</button>
      <Link class="button push" path="/analysis" params={besideFilter({})}>{t('analysis.report.back')}</Link>
    </div>
  );
}

function TimeOfDay({ hours }: Pick<MonthlyReport, 'hours'>): JSX.Element {
  const title = t('analysis.theme.hour');
  const drawing = useMemo(() => drawingOf(hours.pivot, 'clock'), [hours]);
  return (
    <ReportSection title={title} long>
      <Printed drawing={drawing} title={title} height={clockHeight} />
      <CountTable pivot={hours.pivot} title={title} linked={false} />
      <p class="small muted">{t('analysis.themeNote.hour')}</p>
    </ReportSection>
  );
}

function Years({ report }: { report: MonthlyReport }): JSX.Element {
  const counted = report.trends.get(Dimension.LOCATION)!;
  const title = trendTitle({ first: report.month, count: 1 }, yearsBefore);
  const drawing = useMemo(() => drawingOfYears(counted), [counted]);
  return <ReportSection title={title}><Printed drawing={drawing} title={title} height={220} /></ReportSection>;
}

// Of months in which nothing was known there is nothing to draw.
function Figures({ report }: { report: MonthlyReport }): JSX.Element | null {
  const { total } = report.trends.get(Dimension.LOCATION)!.trend;
  if (!total.some((count) => count !== null && count > 0)) return null;
  return (
    <>
      <Years report={report} />
      {headings.map((heading) => <HeadingSection key={heading} heading={heading} counted={report.trends.get(heading)!} />)}
      {report.hours.pivot.total > 0 && <TimeOfDay hours={report.hours} />}
    </>
  );
}

function Sheet({ report, tlp }: { report: MonthlyReport; tlp: Tlp }): JSX.Element {
  const economy = economyName(officer.value!.economy);
  const name = t('analysis.report.running', { economy, period: monthsText({ first: report.month, count: 1 }) });
  useRunningHead(enumName(TlpSchema, tlp), name);
  return (
    <article class="analysis-sheet">
      <Cover report={report} tlp={tlp} />
      <ReportSection title={t('analysis.report.summary')}><p>{sentencesText(factsOf(report))}</p></ReportSection>
      <Figures report={report} />
      <ReportSection title={t('analysis.report.incidents')} long><IncidentList incidents={report.incidents} /></ReportSection>
      <ReportSection title={t('analysis.report.notes')}>
        <Rule counted={report.counted} before={trendNotes(report.trends.get(Dimension.LOCATION)!, false)} />
        <p class="small muted">{t('analysis.report.listNote')}</p>
      </ReportSection>
    </article>
  );
}

function Report({ oldest, newest }: { oldest: number; newest: number }): JSX.Element {
  const { params } = route.value;
  const thisMonth = monthAt(new Date());
  const month = Math.min(readMonth(params.get('report')) ?? Math.min(newest, thisMonth - 1), thisMonth);
  const tlp = tlpOf(params);
  const request = filterRequest.value;
  const answer = useAnswer((signal) => askReport(request, month, signal), [questionKey({ filter: request, dimensions: [] }), month]);
  return (
    <div class="analysis stack">
      <Tools month={month} oldest={oldest} newest={Math.min(newest, thisMonth)} tlp={tlp} />
      <Asked answer={answer}>{(report) => <Sheet report={report} tlp={tlp} />}</Asked>
    </div>
  );
}

export function MonthlyReportView(): JSX.Element {
  return <KnownMonths>{(oldest, newest) => <Report oldest={oldest} newest={newest} />}</KnownMonths>;
}

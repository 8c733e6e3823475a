// Whole months against the same months of earlier years.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { monthAt, readMonth, writeMonth, yearOf } from '~/base/months';
import { t } from '~/i18n/catalogue';
import { filter, filterRequest } from '~/state/asked';
import { route } from '~/state/route';
import { useAnswer } from '~/ui/use_answer';
import { Chart } from './chart';
import { countTrend, type CountedTrend } from './count_trend';
import { DimensionSelect } from './dimension_select';
import { KnownMonths } from './known_months';
import { MonthField } from './month_field';
import { Asked, Rule } from './panel';
import { dimensionsOf, dimensionsText, setPlace } from './places';
import { questionKey } from './question';
import { Save, Undrawn } from './tools';
import { csvOfTrend, TrendTable } from './trend_table';
import { drawingOfTrend, trendNotes, trendTitle } from './trend_words';
import { wholeMonths, type Months } from './whole_months';

const yearsChoices = [1, 2, 3, 5, 10, 15, 20];
const yearsAtFirst = 5;

interface Range {
  oldest: number;
  newest: number;
}

// As the address says; else from January to the last month that is over and of which anything is known.
function monthsAsked(params: URLSearchParams, newest: number): { first: number; last: number } {
  const last = readMonth(params.get('last')) ?? Math.min(newest, monthAt(new Date()) - 1);
  return { first: readMonth(params.get('first')) ?? yearOf(last) * 12, last };
}

function Choices({ first, last, range, years }: { first: number; last: number; range: Range; years: number }): JSX.Element {
  const by = dimensionsOf(route.value.params, 1)[0];
  return (
    <div class="row analysis-choices no-print">
      <MonthField id="trend-first" label={t('analysis.trend.first')} month={first} {...range}
        choose={(month) => setPlace({ first: writeMonth(month), last: writeMonth(Math.min(Math.max(last, month), month + 11)) })} />
      <MonthField id="trend-last" label={t('analysis.trend.last')} month={last} {...range}
        choose={(month) => setPlace({ last: writeMonth(month), first: writeMonth(Math.max(Math.min(first, month), month - 11)) })} />
      <div class="field">
        <label for="trend-years">{t('analysis.trend.against')}</label>
        <select id="trend-years" value={years} onChange={(event) => setPlace({ years: event.currentTarget.value })}>
          {yearsChoices.map((one) => <option key={one} value={one}>{t('analysis.trend.yearsBefore', { count: one })}</option>)}
        </select>
      </div>
      <DimensionSelect id="trend-by" label={t('analysis.by')} chosen={by} without={[]} optional
        choose={(dimension) => setPlace({ by: dimension === undefined ? '' : dimensionsText([dimension]) })} />
    </div>
  );
}

function Shown({ counted, period, shortened, years }: { counted: CountedTrend; period: Months; shortened: boolean; years: number }): JSX.Element {
  const by = dimensionsOf(route.value.params, 1)[0];
  const title = trendTitle(period, years);
  const drawing = useMemo(() => drawingOfTrend(counted.trend, by), [counted, by]);
  return (
    <>
      <Save what={title} table={() => csvOfTrend(counted.trend, by)} drawing={drawing} />
      <Chart drawing={drawing} description={t('analysis.chart.trend', { title })} />
      <Undrawn drawing={drawing} />
      <TrendTable trend={counted.trend} by={by} title={title} />
      <Rule counted={counted} before={trendNotes(counted, shortened)} />
    </>
  );
}

function Trend({ range }: { range: Range }): JSX.Element {
  const { params } = route.value;
  const { first, last } = monthsAsked(params, range.newest);
  const years = yearsChoices.find((one) => String(one) === params.get('years')) ?? yearsAtFirst;
  const whole = wholeMonths(first, last, new Date());
  const by = dimensionsOf(params, 1)[0];
  const request = filterRequest.value;
  const answer = useAnswer(
    async (signal) => whole && { whole, years, by, counted: await countTrend({ filter: request, by, period: whole.months, years }, signal) },
    [questionKey({ filter: request, dimensions: [] }), first, last, years, by],
  );
  return (
    <>
      <Choices first={first} last={last} range={range} years={years} />
      {(filter.value.from || filter.value.until) && <p class="small muted">{t('analysis.trend.ownPeriod')}</p>}
      <section class="panel analysis-panel" aria-label={whole ? trendTitle(whole.months, years) : t('analysis.show.trend')}>
        <header><h2>{whole ? trendTitle(whole.months, years) : t('analysis.show.trend')}</h2></header>
        <div class="body">
          <Asked answer={answer}>
            {(found) => found
              ? <Shown counted={found.counted} period={found.whole.months} shortened={found.whole.shortened} years={found.years} />
              : <p class="note">{t('analysis.trend.notOver')}</p>}
          </Asked>
        </div>
      </section>
    </>
  );
}

export function TrendSection(): JSX.Element {
  return <KnownMonths>{(oldest, newest) => <Trend range={{ oldest, newest }} />}</KnownMonths>;
}

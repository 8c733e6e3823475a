// One question: its chart, its table, and the rule by which it counts.
import type { ComponentChildren, JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { sentencesText } from '~/i18n/format';
import { filter } from '~/state/asked';
import { navigate } from '~/state/route';
import { Failure } from '~/ui/failure';
import { useAnswer } from '~/ui/use_answer';
import { Chart } from './chart';
import { CountTable, csvOf } from './count_table';
import { drawingOf, isEmpty, keysAt, kindsFor, type ChartKind } from './drawing';
import { narrowed } from './narrow';
import type { Order, Pivot } from './pivot';
import { paramsOf } from './places';
import { countPivot, questionKey, type Counted, type Question } from './question';
import { ruleOf } from './rule';
import { Kinds, Save, Undrawn } from './tools';

export function Rule({ counted, before = [] }: { counted: Counted; before?: string[] }): JSX.Element {
  return <p class="analysis-rule small muted">{sentencesText([...before, ...ruleOf(counted)])}</p>;
}

// Asks, and shows what came of it: what was there stays while the next is asked.
export function Asked<T>({ answer, children }: {
  answer: ReturnType<typeof useAnswer<T>>;
  children: (value: T) => ComponentChildren;
}): JSX.Element {
  return (
    <div class="stack" aria-busy={answer.asking}>
      {answer.error !== undefined && <Failure error={answer.error} again={answer.again} />}
      {answer.value !== undefined ? children(answer.value) : answer.asking && <p class="muted" role="status">{t('common.loading')}</p>}
    </div>
  );
}

const fewColumns = 5;

interface ShownProps {
  title: string;
  pivot: Pivot;
  chosen?: ChartKind;
  choose: (kind: ChartKind) => void;
  linked: boolean;
}

function Shown({ title, pivot, chosen, choose, linked }: ShownProps): JSX.Element {
  const kinds = kindsFor(pivot);
  const kind = kinds.find((one) => one === chosen) ?? kinds[0];
  const drawing = useMemo(() => drawingOf(pivot, kind), [pivot, kind]);
  const pick = (category: number, series: number) => {
    const keys = keysAt(drawing, category, series);
    const dimensions = pivot.across === undefined ? pivot.down : [...pivot.down, pivot.across];
    const meant = linked && keys && narrowed(filter.peek(), dimensions, keys);
    if (meant) navigate('/map', paramsOf(meant));
  };
  return (
    <>
      <div class="row">
        <Kinds kinds={kinds} chosen={kind} choose={choose} />
        <Save what={title} table={() => csvOf(pivot)} drawing={drawing} />
      </div>
      <div class={pivot.columns.length <= fewColumns ? 'analysis-beside' : 'stack'}>
        <div>
          {!isEmpty(drawing) && <Chart drawing={drawing} description={t('analysis.chart.description', { title, count: pivot.total })} pick={pick} />}
          <Undrawn drawing={drawing} />
        </div>
        <CountTable pivot={pivot} title={title} linked={linked} />
      </div>
    </>
  );
}

interface Props {
  title: string;
  question: Question;
  order?: Order;
  // Said before the counting rule.
  notes?: string[];
  chart?: ChartKind;
  choose?: (kind: ChartKind) => void;
  // Figures lead to the map; not where a table asks for more than the filter of the address says.
  linked?: boolean;
  children?: ComponentChildren;
}

const asTheyCome: Order = { byCount: false, least: 0 };

export function CountPanel({ title, question, order = asTheyCome, notes, chart, choose, linked = true, children }: Props): JSX.Element {
  const [own, setOwn] = useState<ChartKind | undefined>(undefined);
  const answer = useAnswer((signal) => countPivot(question, order, signal), [questionKey(question), order.byCount, order.least]);
  return (
    <section class="panel analysis-panel" aria-label={title}>
      <header><h2>{title}</h2>{children}</header>
      <div class="body">
        <Asked answer={answer}>
          {(counted) => (
            <>
              {counted.pivot.total === 0
                ? <p class="note">{t('analysis.nothing')}</p>
                : <Shown title={title} pivot={counted.pivot} chosen={chart ?? own} choose={choose ?? setOwn} linked={linked} />}
              <Rule counted={counted} before={notes} />
            </>
          )}
        </Asked>
      </div>
    </section>
  );
}

// One heading of a monthly report: chart and table, of fixed size on paper.
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { Chart } from '../chart';
import type { CountedTrend } from '../count_trend';
import { isEmpty, type Drawing } from '../drawing';
import { dimensionName } from '../label';
import { heightOf } from '../option';
import { Undrawn } from '../tools';
import { TrendTable } from '../trend_table';
import { drawingOfHeading } from './report_drawing';
import type { Heading } from './report_answers';

// Of an A4 page between its margins, at 96 pixels an inch.
const pageWidth = 660;
const chartHeightMost = 460;
const linesOnOnePage = 12;

export function Printed({ drawing, title, height }: { drawing: Drawing; title: string; height?: number }): JSX.Element | null {
  if (isEmpty(drawing)) return null;
  const size = { width: pageWidth, height: height ?? Math.min(heightOf(drawing), chartHeightMost) };
  return <figure class="analysis-figure"><Chart drawing={drawing} description={t('analysis.chart.trend', { title })} size={size} /><Undrawn drawing={drawing} /></figure>;
}

interface SectionProps {
  title: string;
  // May run over several pages.
  long?: boolean;
  children: ComponentChildren;
}

export function ReportSection({ title, long = false, children }: SectionProps): JSX.Element {
  return <section class={long ? 'analysis-part long' : 'analysis-part'}><h2>{title}</h2>{children}</section>;
}

export function HeadingSection({ heading, counted }: { heading: Heading; counted: CountedTrend }): JSX.Element {
  const title = t('analysis.report.by', { heading: dimensionName(heading) });
  const drawing = useMemo(() => drawingOfHeading(counted, heading), [counted, heading]);
  const stated = counted.trend.lines.some(({ key }) => key !== '');
  return (
    <ReportSection title={title} long={counted.trend.lines.length > linesOnOnePage}>
      <Printed drawing={drawing} title={title} />
      {stated ? <TrendTable trend={counted.trend} by={heading} title={title} /> : <p>{t('analysis.report.notStated')}</p>}
    </ReportSection>
  );
}

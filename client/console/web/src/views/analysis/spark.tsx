// A row of counts as small bars.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { sentencesText } from '~/i18n/format';
import { countText } from './figure';
import type { Counts } from './trend';

const barWidth = 7;
const gap = 2;
const height = 20;

export function Spark({ counts, names }: { counts: Counts; names: string[] }): JSX.Element {
  const most = Math.max(1, ...counts.map((count) => count ?? 0));
  const said = sentencesText(counts.map((count, at) => t('analysis.spark.year', { year: names[at], incidents: countText(count) })));
  return (
    <svg class="analysis-spark" viewBox={`0 0 ${counts.length * (barWidth + gap)} ${height}`} height={height} role="img" aria-label={said}>
      {counts.map((count, at) => {
        const tall = count === null ? 0 : Math.max(1, count / most * height);
        const newest = at === counts.length - 1;
        return <rect key={at} x={at * (barWidth + gap)} y={height - tall} width={barWidth} height={tall} class={newest ? 'newest' : undefined} />;
      })}
    </svg>
  );
}

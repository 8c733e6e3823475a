// Above a table: which chart, and what can be taken away as a file.
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { sentencesText } from '~/i18n/format';
import { Failure } from '~/ui/failure';
import type { Field } from '~/ui/csv';
import { saveCsv } from '~/ui/save_file';
import { styleAt } from './chart';
import type { ChartKind, Drawing } from './drawing';
import { savePng, saveSvg } from './save';

interface KindsProps {
  kinds: readonly ChartKind[];
  chosen: ChartKind;
  choose: (kind: ChartKind) => void;
}

export function Kinds({ kinds, chosen, choose }: KindsProps): JSX.Element | null {
  if (kinds.length < 2) return null;
  return (
    <div class="row no-print" role="group" aria-label={t('analysis.chart.label')}>
      {kinds.map((kind) => (
        <button key={kind} type="button" class="chip" aria-pressed={kind === chosen} onClick={() => choose(kind)}>
          {t(`analysis.chart.${kind}`)}
        </button>
      ))}
    </div>
  );
}

interface SaveProps {
  what: string;
  table: () => Field[][];
  drawing?: Drawing;
}

export function Save({ what, table, drawing }: SaveProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<unknown>(null);
  const style = () => styleAt(box.current!, what);
  const button = (name: string, save: () => void | Promise<void>) => (
    <button type="button" class="button quiet" onClick={() => void Promise.resolve().then(save).then(() => setError(null), setError)}
      aria-label={t('analysis.saveAs', { what, form: name })}>{name}</button>
  );
  return (
    <div class="row no-print push" ref={box}>
      {button('CSV', () => saveCsv(table(), what))}
      {drawing && button('SVG', () => saveSvg(drawing, style(), what))}
      {drawing && button('PNG', () => savePng(drawing, style(), what))}
      {error !== null && <Failure error={error} />}
    </div>
  );
}

// What a chart leaves to its table.
export function Undrawn({ drawing: { undrawn, unstatedLeftOut } }: { drawing: Drawing }): JSX.Element | null {
  const said = [
    ...(undrawn > 0 ? [t('analysis.undrawn', { count: undrawn })] : []), ...(unstatedLeftOut ? [t('analysis.unstatedLeftOut')] : []),
  ];
  return said.length === 0 ? null : <p class="small muted">{sentencesText(said)}</p>;
}

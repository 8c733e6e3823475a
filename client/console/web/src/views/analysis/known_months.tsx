// The months of which something is known: asked once, whatever shows them.
import type { JSX } from 'preact';
import { dateOf } from '~/base/moments';
import { monthAt } from '~/base/months';
import { t } from '~/i18n/catalogue';
import { filterRequest } from '~/state/asked';
import { useAnswer } from '~/ui/use_answer';
import { countKnown } from './count_trend';
import { Asked } from './panel';

export function KnownMonths({ children }: { children: (oldest: number, newest: number) => JSX.Element }): JSX.Element {
  const known = useAnswer((signal) => countKnown(filterRequest.peek(), signal), []);
  return (
    <Asked answer={known}>
      {({ oldest, newest }) => (oldest && newest
        ? children(monthAt(dateOf(oldest)), monthAt(dateOf(newest)))
        : <p class="note">{t('analysis.nothingKnown')}</p>)}
    </Asked>
  );
}

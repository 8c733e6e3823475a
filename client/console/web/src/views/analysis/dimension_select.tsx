// Chooses a dimension, in groups.
import type { JSX } from 'preact';
import type { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { dimensionGroups } from './dimension';
import { dimensionName } from './label';

interface Props {
  id: string;
  label: string;
  chosen?: Dimension;
  // Chosen elsewhere already.
  without: readonly Dimension[];
  // There may be none.
  optional: boolean;
  choose: (dimension: Dimension | undefined) => void;
}

export function DimensionSelect({ id, label, chosen, without, optional, choose }: Props): JSX.Element {
  const left = (dimension: Dimension) => dimension === chosen || !without.includes(dimension);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={chosen ?? ''} onChange={(event) => choose(event.currentTarget.value === '' ? undefined : Number(event.currentTarget.value))}>
        {optional && <option value="">{t('analysis.own.none')}</option>}
        {dimensionGroups.map(([group, dimensions]) => (
          <optgroup key={group} label={t(`analysis.group.${group}`)}>
            {dimensions.filter(left).map((dimension) => <option key={dimension} value={dimension}>{dimensionName(dimension)}</option>)}
          </optgroup>
        ))}
      </select>
    </div>
  );
}

// A table by any one to three dimensions: the last one runs across.
import type { JSX } from 'preact';
import { Dimension } from '~/gen/lightship/v1/statistics_pb';
import { t } from '~/i18n/catalogue';
import { filterRequest } from '~/state/asked';
import { route } from '~/state/route';
import { DimensionSelect } from './dimension_select';
import { isTime } from './dimension';
import { dimensionName } from './label';
import { CountPanel } from './panel';
import { chartOf, dimensionsOf, dimensionsText, setPlace } from './places';

const dimensionsMost = 3;
const atFirst = [Dimension.LOCATION, Dimension.YEAR];

function Switch({ name, label }: { name: string; label: string }): JSX.Element {
  const on = route.value.params.has(name);
  return (
    <label class="row small">
      <input type="checkbox" checked={on} onChange={() => setPlace({ [name]: on ? '' : '1' })} />{label}
    </label>
  );
}

function Choices({ chosen }: { chosen: Dimension[] }): JSX.Element {
  const change = (at: number, dimension: Dimension | undefined) => {
    const next = [...chosen];
    if (dimension === undefined) next.splice(at, 1);
    else next[at] = dimension;
    setPlace({ by: dimensionsText(next), chart: '' });
  };
  const places = Math.min(chosen.length + 1, dimensionsMost);
  return (
    <div class="row analysis-choices no-print">
      {Array.from({ length: places }, (_, at) => (
        <DimensionSelect key={at} id={`by-${at}`} label={t(`analysis.own.by${at + 1}`)} chosen={chosen[at]} without={chosen}
          optional={chosen.length > 1 || at > 0} choose={(dimension) => change(at, dimension)} />
      ))}
      <div class="analysis-switches">
        <Switch name="order" label={t('analysis.own.byCount')} />
        <Switch name="sources" label={t('analysis.own.asSources')} />
      </div>
    </div>
  );
}

export function OwnSection(): JSX.Element {
  const { params } = route.value;
  const asked = dimensionsOf(params, dimensionsMost);
  const dimensions = asked.length > 0 ? asked : atFirst;
  const names = dimensions.map(dimensionName);
  const asSourcesCount = params.has('sources');
  return (
    <div class="stack">
      <Choices chosen={dimensions} />
      <CountPanel title={t(`analysis.own.title${names.length}`, { first: names[0], second: names[1] ?? '', third: names[2] ?? '' })}
        question={{ filter: filterRequest.value, dimensions, asSourcesCount }} linked={!asSourcesCount}
        order={{ byCount: params.has('order') && !isTime(dimensions[0]), least: 0 }} chart={chartOf(params)}
        choose={(kind) => setPlace({ chart: kind })} />
    </div>
  );
}

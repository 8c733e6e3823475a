// A table of counts; each figure leads to its incidents where a filter can say which they are.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { listText, numberText } from '~/i18n/format';
import { filter } from '~/state/asked';
import type { Field } from '~/ui/csv';
import { dimensionName, labelOf } from './label';
import { lineLabel } from './drawing';
import { Count, percentText } from './figure';
import { narrowed } from './narrow';
import type { Line, Pivot } from './pivot';
import { paramsOf } from './places';
import type { Filter } from '~/state/filter';
import { WideTable } from './wide_table';

interface Props {
  pivot: Pivot;
  title: string;
  // What the figures are of, where that is not the filter of the address.
  asked?: Filter;
  // Unset: figures lead nowhere.
  linked: boolean;
}

// Names of a line, one for each dimension that runs down.
function namesOf(pivot: Pivot, line: Line): string[] {
  if (line.gathered === undefined) return line.keys.map((key, at) => labelOf(pivot.down[at], key));
  return [lineLabel(pivot, line), ...pivot.down.slice(1).map(() => '')];
}

export function csvOf(pivot: Pivot): Field[][] {
  const across = pivot.across;
  const heading = [...pivot.down.map(dimensionName), ...pivot.columns.map((key) => labelOf(across!, key)), t('analysis.total')];
  const lines = pivot.lines.map((line) => [...namesOf(pivot, line), ...line.cells, line.total]);
  return [heading, ...lines, [t('analysis.total'), ...pivot.down.slice(1).map(() => ''), ...pivot.columnTotals, pivot.total]];
}

interface CellProps {
  asked: Filter;
  dimensions: Pivot['down'];
  keys: string[] | undefined;
  count: number;
  linked: boolean;
}

function Cell({ asked, dimensions, keys, count, linked }: CellProps): JSX.Element {
  const meant = linked && keys && count > 0 ? narrowed(asked, dimensions, keys) : undefined;
  const label = listText(keys?.map((key, at) => labelOf(dimensions[at], key)) ?? []);
  return <td class="right num"><Count count={count} params={meant && paramsOf(meant)} label={label} /></td>;
}

function Row({ pivot, line, asked, linked }: { pivot: Pivot; line: Line; asked: Filter; linked: boolean }): JSX.Element {
  const keys = line.gathered === undefined ? line.keys : undefined;
  const cell = { asked, linked };
  return (
    <tr>
      {namesOf(pivot, line).map((name, at) => (at === 0 ? <th scope="row">{name}</th> : <td>{name}</td>))}
      {pivot.columns.map((column, at) => (
        <Cell {...cell} dimensions={[...pivot.down, pivot.across!]} keys={keys && [...keys, column]} count={line.cells[at]} />
      ))}
      <Cell {...cell} dimensions={pivot.down} keys={keys} count={line.total} />
      {pivot.across === undefined && <td class="right num muted">{percentText(line.total, pivot.total)}</td>}
    </tr>
  );
}

function Totals({ pivot, asked, linked }: { pivot: Pivot; asked: Filter; linked: boolean }): JSX.Element {
  return (
    <tr class="analysis-sum">
      <th scope="row" colSpan={pivot.down.length}>{t('analysis.total')}</th>
      {pivot.columns.map((column, at) => (
        <Cell asked={asked} linked={linked} dimensions={[pivot.across!]} keys={[column]} count={pivot.columnTotals[at]} />
      ))}
      <td class="right num">{numberText(pivot.total)}</td>
      {pivot.across === undefined && <td />}
    </tr>
  );
}

export function CountTable({ pivot, title, asked = filter.value, linked }: Props): JSX.Element {
  return (
    <WideTable title={title}>
      <thead>
        <tr>
          {pivot.down.map((dimension) => <th scope="col">{dimensionName(dimension)}</th>)}
          {pivot.columns.map((key) => <th scope="col" class="right">{labelOf(pivot.across!, key)}</th>)}
          <th scope="col" class="right">{t(pivot.across === undefined ? 'analysis.incidents' : 'analysis.total')}</th>
          {pivot.across === undefined && <th scope="col" class="right">{t('analysis.share')}</th>}
        </tr>
      </thead>
      <tbody>{pivot.lines.map((line) => <Row pivot={pivot} line={line} asked={asked} linked={linked} />)}</tbody>
      <tfoot><Totals pivot={pivot} asked={asked} linked={linked} /></tfoot>
    </WideTable>
  );
}

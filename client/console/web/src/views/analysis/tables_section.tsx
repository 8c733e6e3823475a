// The tables that the reports of ReCAAP ISC and IMB contain, by their names.
import type { JSX } from 'preact';
import type { Table } from '~/gen/lightship/config/v1/tables_pb';
import { hasText, t } from '~/i18n/catalogue';
import { filterRequest } from '~/state/asked';
import { officer } from '~/state/desk';
import { route } from '~/state/route';
import { Link } from '~/ui/link';
import { CountPanel } from './panel';
import { besideFilter, chartOf, setPlace } from './places';
import { mergedFilter } from './question';

const groups = ['recaap', 'imb', 'other'] as const;

function groupOf(table: Table): (typeof groups)[number] {
  return groups.find((group) => table.name.startsWith(`${group}-`)) ?? 'other';
}

// A table that this version has no words for is called as the desk calls it.
const titleOf = (table: Table) => (hasText(`table.${table.name}`) ? t(`table.${table.name}`) : table.title);

function noteOf(table: Table): string[] {
  const key = `tableNote.${table.name}`;
  if (hasText(key)) return [t(key)];
  return table.note ? [table.note] : [];
}

function Picker({ tables, chosen }: { tables: Table[]; chosen: Table }): JSX.Element {
  return (
    <nav class="analysis-picker no-print" aria-label={t('analysis.tables.label')}>
      {groups.map((group) => (
        <div key={group}>
          <h2>{t(`analysis.tables.${group}`)}</h2>
          <ul>
            {tables.filter((table) => groupOf(table) === group).map((table) => (
              <li key={table.name}>
                <Link path="/analysis" params={besideFilter({ show: 'tables', table: table.name })}
                  aria-current={table === chosen ? 'page' : undefined}>{titleOf(table)}</Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

export function TablesSection(): JSX.Element {
  const tables = officer.value?.tables?.table ?? [];
  const { params } = route.value;
  const chosen = tables.find((table) => table.name === params.get('table')) ?? tables[0];
  if (!chosen) return <p class="note">{t('analysis.tables.none')}</p>;
  const { filter, replaced } = mergedFilter(filterRequest.value, chosen.filter);
  const notes = [...noteOf(chosen), ...(replaced.length > 0 ? [t('analysis.tables.replaced')] : [])];
  return (
    <div class="analysis-split">
      <Picker tables={tables} chosen={chosen} />
      <CountPanel key={chosen.name} title={titleOf(chosen)} notes={notes} chart={chartOf(params)}
        choose={(kind) => setPlace({ chart: kind })} linked={!chosen.filter && !chosen.asSourcesCount}
        order={{ byCount: chosen.byCount, least: chosen.least }}
        question={{ filter, dimensions: chosen.dimensions, asSourcesCount: chosen.asSourcesCount }} />
    </div>
  );
}

// The map of incidents, with their list beside it and time below; or the same incidents as a table.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { route, setParams } from '~/state/route';
import { FilterBar } from '~/ui/filter_bar';
import { isTable, setKey } from './address';
import { MapPart } from './map_part';
import { TablePart } from './table_part';
import './map.css';

export default function View(): JSX.Element {
  const table = isTable(route.value.params);
  const show = (view: string) => setParams((params) => setKey(params, 'view', view));
  return (
    <div class="map-view">
      <h1 class="only-heard">{t('nav.map')}</h1>
      <FilterBar>
        <div class="map-group" role="group" aria-label={t('map.view')}>
          <button type="button" class="button" aria-pressed={!table} onClick={() => show('')}>{t('nav.map')}</button>
          <button type="button" class="button" aria-pressed={table} onClick={() => show('table')}>{t('map.table')}</button>
        </div>
      </FilterBar>
      {table ? <TablePart /> : <MapPart />}
    </div>
  );
}

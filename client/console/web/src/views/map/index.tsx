// The map of incidents, with their list beside it and time below; or the same incidents as a table.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { route, setParams } from '~/state/route';
import { FilterBar } from '~/ui/filter_bar';
import { isTable, setKey } from './address';
import { MapPart } from './map_part';
import { TablePart } from './table_part';
import './map.css';

// MapLibre draws with WebGL 2, which a browser without graphics hardware or drivers may lack.
function canDraw(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null;
}

export default function View(): JSX.Element {
  const drawable = useMemo(canDraw, []);
  const table = isTable(route.value.params) || !drawable;
  const show = (view: string) => setParams((params) => setKey(params, 'view', view));
  return (
    <div class="map-view">
      <h1 class="only-heard">{t('nav.map')}</h1>
      <FilterBar>
        <div class="map-group" role="group" aria-label={t('map.view')}>
          <button type="button" class="button" aria-pressed={!table} disabled={!drawable} onClick={() => show('')}>{t('nav.map')}</button>
          <button type="button" class="button" aria-pressed={table} onClick={() => show('table')}>{t('map.table')}</button>
        </div>
      </FilterBar>
      {!drawable && <p class="note warn" role="status">{t('map.cannotDraw')}</p>}
      {table ? <TablePart /> : <MapPart />}
    </div>
  );
}

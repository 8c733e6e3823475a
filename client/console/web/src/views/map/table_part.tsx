// The incidents as a table, with the columns of `lightship list`.
import type { JSX } from 'preact';
import type { IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { ShipStatusSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { numberText, occurredText, positionText, timeText } from '~/i18n/format';
import { enumName } from '~/i18n/names';
import { filter, filterKey, filterRequest } from '~/state/asked';
import { incidentPath } from '~/state/incident_path';
import { route, setParams } from '~/state/route';
import { actText, incidentKey, incidentLabel, shipText, shipTypeText } from '~/state/summary';
import { Failure } from '~/ui/failure';
import { IncidentMarks } from '~/ui/incident_marks';
import { Link } from '~/ui/link';
import { saveCsv } from '~/ui/save_file';
import { isTextRefusal } from '~/ui/text_filter';
import { usePages } from '~/ui/use_pages';
import { orderOf, readOrder, setKey } from './address';
import { incidentTable } from './incident_csv';
import { OrderField } from './order_field';

const pageSize = 100;

// Columns by which the node orders: what a press on the head asks for, in turn.
const ordersOfColumn: Record<string, string[]> = { occurred: ['newest', 'oldest'], updated: ['updated'] };
const columns = ['incident', 'occurred', 'position', 'place', 'act', 'shipType', 'ship', 'status', 'economies', 'reports', 'updated'];
const numeric = ['reports'];

function cell(column: string, incident: IncidentSummary): JSX.Element | string {
  switch (column) {
    case 'incident': return <Link path={incidentPath(incidentKey(incident))}>{incidentLabel(incident)}</Link>;
    case 'occurred': return <span class="num">{occurredText(incident.occurred)}</span>;
    case 'position': return <span class="num">{positionText(incident.position)}</span>;
    case 'place': return incident.placeText;
    case 'act': return <span class="map-act">{actText(incident)} <IncidentMarks incident={incident} /></span>;
    case 'shipType': return shipTypeText(incident);
    case 'ship': return shipText(incident);
    case 'status': return enumName(ShipStatusSchema, incident.shipStatus);
    case 'economies': return <span class="num">{incident.economies.join(' ')}</span>;
    case 'reports': return numberText(incident.reports);
    default: return <span class="num">{timeText(incident.updatedAt)}</span>;
  }
}

function Head({ column, order, onOrder }: { column: string; order: string; onOrder: (order: string) => void }): JSX.Element {
  const offered = ordersOfColumn[column];
  const name = t(`map.column.${column}`);
  const at = offered?.indexOf(order) ?? -1;
  const sorted = at < 0 ? undefined : order === 'oldest' ? 'ascending' : 'descending';
  return (
    <th scope="col" class={numeric.includes(column) ? 'right' : ''} aria-sort={sorted}>
      {offered
        ? <button type="button" class="map-sort" onClick={() => onOrder(offered[(at + 1) % offered.length])}>
            {name}<span aria-hidden="true">{sorted === 'ascending' ? ' ▴' : sorted ? ' ▾' : ' ⬍'}</span>
          </button>
        : name}
    </th>
  );
}

export function TablePart(): JSX.Element {
  const order = readOrder(route.value.params);
  const pages = usePages(filterRequest.value, orderOf(order), pageSize, filterKey.value);
  const setOrder = (one: string) => setParams((params) => setKey(params, 'sort', one, 'newest'));
  const save = () => saveCsv(incidentTable(pages.lines), t('map.csvName'));
  return (
    <div class="map-table" aria-busy={pages.asking}>
      <div class="map-table-head">
        <strong role="status">{t('incidents.total', { count: pages.total })}</strong>
        <span class="small muted">{t('incidents.shownOf', { shown: pages.lines.length, total: pages.total })}</span>
        <OrderField order={order} circle={filter.value.shape?.case === 'circle'} onOrder={setOrder} />
        <button type="button" class="button push" disabled={pages.lines.length === 0} onClick={save}>{t('map.csv')}</button>
      </div>
      {pages.error !== undefined && !isTextRefusal(pages.error) && <Failure error={pages.error} again={pages.again} />}
      <div role="status">{pages.startedAgain && <p class="note warn small">{t('incidents.startedAgain')}</p>}</div>
      <div class="map-table-scroll" tabIndex={0} role="region" aria-label={t('map.table')}>
        <table class="table">
          <thead><tr>{columns.map((column) => <Head key={column} column={column} order={order} onOrder={setOrder} />)}</tr></thead>
          <tbody>
            {pages.lines.map((incident) => (
              <tr key={incidentKey(incident)}>
                {columns.map((column) => <td key={column} class={numeric.includes(column) ? 'right' : ''}>{cell(column, incident)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
        {!pages.asking && !pages.error && pages.lines.length === 0 && <p class="muted map-hint">{t('incidents.none')}</p>}
        {pages.hasMore && <button class="button map-more" type="button" disabled={pages.asking} onClick={pages.more}>{t('incidents.more')}</button>}
      </div>
    </div>
  );
}

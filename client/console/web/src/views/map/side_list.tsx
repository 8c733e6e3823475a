// The list beside the map: all that match, those whose position is rough, those without one.
import type { Signal } from '@preact/signals';
import { clone } from '@bufbuild/protobuf';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { IncidentFilterSchema, Located, type IncidentFilter } from '~/gen/lightship/v1/filter_pb';
import type { IncidentSummary } from '~/gen/lightship/v1/incident_pb';
import { t } from '~/i18n/catalogue';
import { numberText, occurredText } from '~/i18n/format';
import { incidentPath } from '~/state/incident_path';
import { actText, incidentKey, incidentLabel, placeText, shipText, shipTypeText } from '~/state/summary';
import { Failure } from '~/ui/failure';
import { IncidentMarks } from '~/ui/incident_marks';
import { Link } from '~/ui/link';
import { isTextRefusal } from '~/ui/text_filter';
import { usePages } from '~/ui/use_pages';
import { orderOf, sides, type Side } from './address';
import { OrderField } from './order_field';

const pageSize = 50;

interface Props {
  filter: IncidentFilter;
  filterKey: string;
  // Counts up when incidents have changed.
  news: number;
  side: Side;
  order: string;
  counts: Record<Side, number | undefined>;
  pointed: Signal<string>;
  chosen: Signal<string[]>;
  onSide: (side: Side) => void;
  onOrder: (order: string) => void;
}

const locatedOfSide: Record<Side, Located[]> = { all: [], rough: [Located.ROUGHLY], none: [Located.NOT] };

function Line({ incident, pointed, chosen }: { incident: IncidentSummary } & Pick<Props, 'pointed' | 'chosen'>): JSX.Element {
  const key = incidentKey(incident);
  const on = pointed.value === key || chosen.value.includes(key);
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (on && !line.current!.matches(':hover, :focus-within')) line.current!.scrollIntoView({ block: 'nearest' });
  }, [on]);
  const leave = () => {
    if (pointed.peek() === key) pointed.value = '';
  };
  return (
    <li ref={line} class={on ? 'on' : ''} onMouseEnter={() => (pointed.value = key)} onMouseLeave={leave}
        onFocusIn={() => (pointed.value = key)} onFocusOut={leave}>
      <Link path={incidentPath(key)} class="map-line">
        <span class="map-line-head"><strong>{incidentLabel(incident)}</strong><span class="num">{occurredText(incident.occurred)}</span></span>
        <span>{actText(incident)} · {[shipTypeText(incident), shipText(incident)].filter(Boolean).join(' · ')}</span>
        <span class="muted">{placeText(incident)}</span>
      </Link>
      <IncidentMarks incident={incident} />
    </li>
  );
}

function SideTabs({ side, counts, onSide }: Pick<Props, 'side' | 'counts' | 'onSide'>): JSX.Element {
  return (
    <div class="map-tabs" role="group" aria-label={t('map.sides')}>
      {sides.map((one) => (
        <button key={one} type="button" class="chip" aria-pressed={side === one} onClick={() => onSide(one)}>
          {t(`map.side.${one}`)} {counts[one] !== undefined && <span class="num">{numberText(counts[one])}</span>}
        </button>
      ))}
    </div>
  );
}

export function SideList(props: Props): JSX.Element {
  const { filter, filterKey, side, order } = props;
  const narrowed = clone(IncidentFilterSchema, filter);
  if (side !== 'all') narrowed.located = locatedOfSide[side];
  // A list that somebody has paged through is not taken away from under them.
  const paged = useRef(false);
  const news = useRef(props.news);
  if (!paged.current) news.current = props.news;
  const pages = usePages(narrowed, orderOf(order), pageSize, `${filterKey} ${side} ${news.current}`);
  paged.current = pages.lines.length > pageSize;
  return (
    <aside class="map-side" aria-label={t('map.list')} aria-busy={pages.asking}>
      <SideTabs {...props} />
      {side !== 'all' && <p class="small muted map-hint">{t(`map.hint.${side}`)}</p>}
      <div class="map-side-head">
        <span class="small" role="status">{t('incidents.total', { count: pages.total })}</span>
        <OrderField order={order} circle={filter.shape.case === 'circle'} onOrder={props.onOrder} />
      </div>
      {pages.error !== undefined && !isTextRefusal(pages.error) && <Failure error={pages.error} again={pages.again} />}
      <div role="status">{pages.startedAgain && <p class="note warn small">{t('incidents.startedAgain')}</p>}</div>
      {!pages.asking && !pages.error && pages.lines.length === 0 && <p class="muted map-hint">{t('incidents.none')}</p>}
      <ol class="map-lines">
        {pages.lines.map((incident) => (
          <Line key={incidentKey(incident)} incident={incident} pointed={props.pointed} chosen={props.chosen} />
        ))}
      </ol>
      {pages.hasMore && (
        <button class="button map-more" type="button" disabled={pages.asking} onClick={pages.more}>{t('incidents.more')}</button>
      )}
    </aside>
  );
}

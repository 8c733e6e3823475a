// What was chosen on the map: one incident, or those that lie on one another.
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { metresPerMile } from '~/base/geodesy';
import { ActStageSchema, type ActStage } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { dayText, numberText, pointText } from '~/i18n/format';
import { enumName } from '~/i18n/names';
import { incidentPath } from '~/state/incident_path';
import { Link } from '~/ui/link';
import type { Columns } from './columns';

const tenMilesM = 10 * metresPerMile;

function whenText(unixSeconds: number): string {
  if (unixSeconds === 0) return t('common.notKnown');
  return dayText(timestampFromDate(new Date(unixSeconds * 1000)));
}

function uncertaintyText(metres: number): string {
  return metres > 0 ? t('map.within', { distance: numberText(metres / metresPerMile, metres < tenMilesM ? 1 : 0) }) : t('map.withinUnknown');
}

function Chosen({ columns, n }: { columns: Columns; n: number }): JSX.Element {
  const name = columns.names[n];
  return (
    <li>
      <Link path={incidentPath(name)}><strong>{name}</strong></Link>
      <span>{enumName(ActStageSchema, columns.actStage(n) as ActStage)} · {t(`map.category.${columns.category(n)}`)}</span>
      <span class="num">{whenText(columns.occurred(n))}</span>
      <span class="muted num">{pointText(columns.latE7(n), columns.lonE7(n))}, {uncertaintyText(columns.uncertaintyM(n))}</span>
    </li>
  );
}

export function ChosenCard({ columns, chosen }: { columns: Columns; chosen: Signal<string[]> }): JSX.Element | null {
  const known = chosen.value.map((name) => columns.indexOf(name)).filter((n) => n !== undefined);
  if (known.length === 0) return null;
  const close = () => (chosen.value = []);
  return (
    <section class="panel map-card" aria-label={t('map.chosen')} onKeyDown={(event) => event.key === 'Escape' && close()}>
      <header>
        <h2>{t('map.chosenCount', { count: known.length })}</h2>
        <button type="button" class="button quiet push" onClick={close}>{t('common.close')}</button>
      </header>
      <ul>{known.map((n) => <Chosen key={n} columns={columns} n={n} />)}</ul>
    </section>
  );
}

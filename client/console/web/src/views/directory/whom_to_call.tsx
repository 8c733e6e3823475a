// Whom to call here: a position typed or clicked, and the desks that are there for it, with why.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { directory } from '~/api/clients';
import { metresPerMile } from '~/base/geodesy';
import { navareaNumeral } from '~/base/navareas';
import { t } from '~/i18n/catalogue';
import type { FindContactsResponse } from '~/gen/lightship/v1/contact_pb';
import type { Position } from '~/gen/lightship/v1/report_pb';
import { route, setParams } from '~/state/route';
import { Failure } from '~/ui/failure';
import { MiniMap, type MiniMapMark } from '~/ui/mini_map';
import type { Point } from '~/ui/mini_map_view';
import { PositionField } from '~/ui/position_field';
import { useAnswer } from '~/ui/use_answer';
import { Card } from './card';

const perE7 = 1e-7;
const digits = 4;
// As one would type it, and as an address can hold it.
const addressKey = 'place';

function typedAs({ lat, lon }: Point): string {
  return `${Math.abs(lat).toFixed(digits)}${lat < 0 ? 'S' : 'N'} ${Math.abs(lon).toFixed(digits)}${lon < 0 ? 'W' : 'E'}`;
}

function circlesOf(found: FindContactsResponse | undefined): MiniMapMark[] {
  return (found?.contacts ?? []).flatMap(({ card }) => (card?.contact?.areas ?? []).flatMap(({ name, shape }) => {
    if (shape.case !== 'circle') return [];
    const { latE7, lonE7, radiusM } = shape.value;
    return [{ label: name || card!.address, lat: latE7 * perE7, lon: lonE7 * perE7, radius: radiusM / metresPerMile }];
  }));
}

function How({ found }: { found: FindContactsResponse }): JSX.Element {
  const navarea = t('directory.navarea', { numeral: navareaNumeral(found.navarea), coordinator: found.coordinator });
  const key = !found.byCoordinator ? 'in' : found.contacts.length > 0 ? 'byCoordinator' : 'nobody';
  return (
    <p class={found.byCoordinator ? 'note warn' : 'note'}>
      {t(`directory.find.${key}`, { navarea })} {found.nearest && t('directory.find.nearest')}
    </p>
  );
}

// Asks as soon as there is a position.
function Found({ point, show }: { point: Point; show: (found: FindContactsResponse) => void }): JSX.Element {
  const answer = useAnswer(async (signal) => {
    const found = await directory.findContacts({ latE7: Math.round(point.lat / perE7), lonE7: Math.round(point.lon / perE7) }, { signal });
    show(found);
    return found;
  }, [point.lat, point.lon]);
  return (
    <div class="stack" aria-live="polite" aria-busy={answer.asking}>
      {answer.error !== undefined && <Failure error={answer.error} again={answer.again} />}
      {answer.value && <How found={answer.value} />}
      {answer.value?.contacts.map(({ card, reason }) => card && <Card key={card.address} card={card} heading="h3" reason={t('directory.because', { reason })} />)}
    </div>
  );
}

export function WhomToCall(): JSX.Element {
  const [text, setText] = useState(route.peek().params.get(addressKey) ?? '');
  const [point, setPoint] = useState<Point>();
  const [found, setFound] = useState<FindContactsResponse>();
  const type = (typed: string) => {
    setText(typed);
    setParams((params) => (typed ? params.set(addressKey, typed) : params.delete(addressKey)));
  };
  const understood = (position: Position | undefined) => {
    setPoint(position?.latE7 === undefined || position.lonE7 === undefined ? undefined : { lat: position.latE7 * perE7, lon: position.lonE7 * perE7 });
  };
  return (
    <section class="panel" aria-labelledby="whom-title">
      <header><h2 id="whom-title">{t('directory.whom')}</h2></header>
      <div class="body stack">
        <PositionField label={t('directory.position')} text={text} onText={type} onPosition={understood} />
        <MiniMap label={t('directory.map')} point={point} marks={point ? circlesOf(found) : []} onPick={(picked) => type(typedAs(picked))} />
        {point && <Found point={point} show={setFound} />}
      </div>
    </section>
  );
}

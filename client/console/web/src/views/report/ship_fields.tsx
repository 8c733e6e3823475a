// The ships: type, name and numbers; a name or an IMO number that the history knows fills in the rest.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ImoCheck, ShipTypeSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { economyName, enumName } from '~/i18n/names';
import { nodeAnswers } from '~/state/desk';
import { saying } from './codes';
import { changeAccount, form, said } from './desk_form';
import { Field, TextField, idOf, wrongWith } from './field';
import { emptyShip, type Ship } from './form';
import type { KnownShip } from './lookup';
import { shipField } from './problems';
import { Suggest, type Suggestion } from './suggest';
import { useKnownShips } from './use_known_ships';
import { LeftOutNote } from './what';

interface Props {
  index: number;
  ship: Ship;
}

function changeShip(index: number, change: Partial<Ship>): void {
  const ships = form.peek().account.ships.map((ship, i) => (i === index ? { ...ship, ...change } : ship));
  changeAccount({ ships });
}

// What was typed stays; what was left open is filled in.
function takeKnown(index: number, known: KnownShip): void {
  const { ships } = form.peek().account;
  const ship = ships[index];
  changeShip(index, {
    name: known.name || ship.name, imo: known.imo ? String(known.imo) : ship.imo, type: ship.type || known.type, flag: ship.flag || known.flag,
  });
}

function KnownShipLine({ known }: { known: KnownShip }): JSX.Element {
  const type = known.type ? enumName(ShipTypeSchema, known.type) : '';
  const about = [
    known.imo ? `IMO ${known.imo}` : '', type, known.flag && economyName(known.flag), t('report.ship.incidents', { count: known.incidents }),
  ].filter((text) => text !== '');
  return (
    <>
      <strong>{known.name || t('common.notKnown')}</strong>
      <span class="muted small">{about.join(' · ')}</span>
    </>
  );
}

function TypeField({ index, ship }: Props): JSX.Element {
  const name = shipField(index, 'type');
  const chosen = ship.type ? enumName(ShipTypeSchema, ship.type) : '';
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? chosen;
  const matching = saying(ShipTypeSchema)
    .filter((choice) => typed === null || choice.name.toLowerCase().includes(typed.trim().toLowerCase()));
  const take = (number: number) => {
    changeShip(index, { type: number });
    setTyped(null);
  };
  const suggestions: Suggestion[] = matching.map((choice) => ({ key: String(choice.number), shown: choice.name, take: () => take(choice.number) }));
  const onText = (text: string) => {
    setTyped(text);
    if (text.trim() === '') changeShip(index, { type: 0 });
    const exact = matching.find((choice) => choice.name.toLowerCase() === text.trim().toLowerCase());
    if (exact) changeShip(index, { type: exact.number });
  };
  // The only one that fits is meant.
  const onLeave = () => {
    if (typed !== null && typed.trim() !== '' && matching.length === 1) changeShip(index, { type: matching[0].number });
    setTyped(null);
  };
  return (
    <Field name={name} label={t('report.ship.type')}>
      <Suggest id={idOf(name)} value={shown} suggestions={suggestions} onText={onText} onLeave={onLeave}
               placeholder={t('common.notKnown')} describedBy={`${idOf(name)}-wrong`} />
    </Field>
  );
}

function suggestionsOf(ships: KnownShip[], index: number): Suggestion[] {
  return ships.map((known) => ({
    key: known.imo ? String(known.imo) : known.name,
    shown: <KnownShipLine known={known} />,
    take: () => takeKnown(index, known),
  }));
}

function Restricted({ count }: { count: number }): JSX.Element | null {
  return count > 0 ? <p class="muted">{t('report.ship.restricted', { count })}</p> : null;
}

function NameField({ index, ship }: Props): JSX.Element {
  const name = shipField(index, 'name');
  const { ships, restricted } = useKnownShips({ name: ship.name });
  const folded = said.value.ships[index]?.shipNameNormalised ?? '';
  const typed = ship.name.trim();
  return (
    <Field name={name} label={t('report.ship.name')} hint={nodeAnswers.value === false ? t('report.ship.noLookup') : undefined}>
      <Suggest id={idOf(name)} value={ship.name} suggestions={suggestionsOf(ships, index)} invalid={wrongWith(name) !== ''}
               onText={(text) => changeShip(index, { name: text })} describedBy={`${idOf(name)}-wrong ${idOf(name)}-under`} />
      <div id={`${idOf(name)}-under`} class="under" aria-live="polite">
        {typed !== '' && folded !== '' && folded !== typed.toUpperCase() && t('report.ship.foundAs', { name: folded })}
        <Restricted count={restricted} />
        {typed !== '' && folded === '' && said.value.ships[index]?.imoCheck !== undefined && t('report.ship.noName')}
      </div>
    </Field>
  );
}

function ImoField({ index, ship }: Props): JSX.Element {
  const name = shipField(index, 'imo');
  const { ships, restricted } = useKnownShips({ imo: ship.imo });
  const check = ship.imo.trim() === '' ? ImoCheck.UNSPECIFIED : said.value.ships[index]?.imoCheck ?? ImoCheck.UNSPECIFIED;
  const told: Partial<Record<ImoCheck, [string, string]>> = {
    [ImoCheck.VALID]: ['report-right', t('report.ship.imoRight')],
    [ImoCheck.BAD_CHECK_DIGIT]: ['doubt', t('report.ship.imoWrongDigit')],
    [ImoCheck.MALFORMED]: ['doubt', t('report.ship.imoMalformed')],
  };
  const [kind, text] = told[check] ?? ['', ''];
  return (
    <Field name={name} label={t('report.ship.imo')}>
      <Suggest id={idOf(name)} value={ship.imo} suggestions={suggestionsOf(ships, index)} invalid={wrongWith(name) !== ''}
               onText={(value) => changeShip(index, { imo: value })} describedBy={`${idOf(name)}-wrong ${idOf(name)}-under`} />
      <div id={`${idOf(name)}-under`} aria-live="polite" class="under">
        {text && <span class={kind}>{text}</span>}
        <Restricted count={restricted} />
      </div>
    </Field>
  );
}

function ShipFields({ index, ship }: Props): JSX.Element {
  const text = (key: 'mmsi' | 'callSign' | 'flag', under?: string) => (
    <TextField name={shipField(index, key)} label={t(`report.ship.${key}`)} value={ship[key]} under={under}
               onText={(value) => changeShip(index, { [key]: value })} />
  );
  const flag = ship.flag.trim().toUpperCase();
  return (
    <div class="report-ship">
      <NameField index={index} ship={ship} />
      <ImoField index={index} ship={ship} />
      <TypeField index={index} ship={ship} />
      {text('flag', /^[A-Z]{2}$/.test(flag) ? economyName(flag) : '')}
      {text('mmsi')}
      {text('callSign')}
    </div>
  );
}

export function Ships(): JSX.Element {
  const { ships } = form.value.account;
  const remove = (index: number) => changeAccount({ ships: ships.filter((_, i) => i !== index) });
  return (
    <section class="panel body stack" aria-labelledby="report-ship">
      <h2 id="report-ship">{t('report.ship')}</h2>
      <LeftOutNote part="vessel" />
      {ships.map((ship, index) => (
        <div key={index} class="stack" role={index > 0 ? 'group' : undefined} aria-label={index > 0 ? t('report.ship.towed') : undefined}>
          {index > 0 && (
            <div class="row">
              <h3>{t('report.ship.towed')}</h3>
              <button type="button" class="button quiet" onClick={() => remove(index)}>{t('common.delete')}</button>
            </div>
          )}
          <ShipFields index={index} ship={ship} />
        </div>
      ))}
      <div><button type="button" class="button quiet" onClick={() => changeAccount({ ships: [...ships, emptyShip()] })}>{t('report.ship.add')}</button></div>
    </section>
  );
}

// Where a card is the one to call: named areas, NAVAREAs and circles, added one by one.
import { create } from '@bufbuild/protobuf';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { metresPerMile } from '~/base/geodesy';
import { navareaNumbers, navareaNumeral } from '~/base/navareas';
import { t } from '~/i18n/catalogue';
import { AreaOfResponsibilitySchema, type AreaOfResponsibility } from '~/gen/lightship/v1/claims_pb';
import type { Position } from '~/gen/lightship/v1/report_pb';
import { areas, areaTitle } from '~/ui/areas';
import { PositionField } from '~/ui/position_field';
import { areaText } from './card_text';

const usualRadius = '30';

interface AddProps {
  add: (area: AreaOfResponsibility) => void;
}

function AddNavarea({ add }: AddProps): JSX.Element {
  const [number, setNumber] = useState('11');
  return (
    <div class="row">
      <label class="row small">{t('directory.form.navarea')}
        <span class="field"><select value={number} onChange={(e) => setNumber(e.currentTarget.value)}>
          {navareaNumbers.map((one) => <option key={one} value={String(one)}>{navareaNumeral(one)}</option>)}
        </select></span></label>
      <button type="button" class="button" onClick={() => add(create(AreaOfResponsibilitySchema, { shape: { case: 'navarea', value: Number(number) } }))}>{t('directory.form.addArea')}</button>
    </div>
  );
}

function AddNamed({ add }: AddProps): JSX.Element {
  const [name, setName] = useState(areas[0].name);
  return (
    <div class="row">
      <label class="row small">{t('directory.form.named')}
        <span class="field"><select value={name} onChange={(e) => setName(e.currentTarget.value)}>
          {areas.map((area) => <option key={area.name} value={area.name}>{areaTitle(area.name, area.title)}</option>)}
        </select></span></label>
      <button type="button" class="button" onClick={() => add(create(AreaOfResponsibilitySchema, { shape: { case: 'area', value: name } }))}>{t('directory.form.addArea')}</button>
    </div>
  );
}

function AddCircle({ add }: AddProps): JSX.Element {
  const [text, setText] = useState('');
  const [position, setPosition] = useState<Position>();
  const [radius, setRadius] = useState(usualRadius);
  const [name, setName] = useState('');
  const addCircle = () => {
    const { latE7 = 0, lonE7 = 0 } = position!;
    add(create(AreaOfResponsibilitySchema, { name, shape: { case: 'circle', value: { latE7, lonE7, radiusM: Number(radius) * metresPerMile } } }));
    setText('');
    setName('');
  };
  return (
    <div class="directory-card-circle">
      <PositionField label={t('directory.form.circle')} text={text} onText={setText} onPosition={setPosition} />
      <div class="field"><label for="card-radius">{t('notice.form.radius')}</label><input id="card-radius" type="number" min="1" value={radius} onInput={(e) => setRadius(e.currentTarget.value)} /></div>
      <div class="field"><label for="card-area">{t('directory.form.areaName')}</label><input id="card-area" value={name} onInput={(e) => setName(e.currentTarget.value)} /></div>
      <button type="button" class="button" disabled={!position || !(Number(radius) > 0)} onClick={addCircle}>{t('directory.form.addArea')}</button>
    </div>
  );
}

export function AreasField({ of, change }: { of: AreaOfResponsibility[]; change: (areas: AreaOfResponsibility[]) => void }): JSX.Element {
  const add = (area: AreaOfResponsibility) => change([...of, area]);
  return (
    <fieldset class="stack directory-card-areas">
      <legend class="small">{t('directory.areas')}</legend>
      {of.length > 0 && (
        <ul>{of.map((area, i) => (
          <li key={areaText(area)} class="row">{areaText(area)}
            <button type="button" class="button quiet push" onClick={() => change(of.filter((_, at) => at !== i))}>{t('common.delete')}</button></li>
        ))}</ul>
      )}
      <div class="row"><AddNamed add={add} /><AddNavarea add={add} /></div>
      <AddCircle add={add} />
    </fieldset>
  );
}

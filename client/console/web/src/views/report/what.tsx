// What happened: chips for the codes, text for numbers and the account.
import type { JSX } from 'preact';
import { ActStageSchema, ShipStatusSchema, Weapon, WeaponSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { choices, languageName } from '~/i18n/names';
import { audienceText } from './audiences';
import { RadioChips, CheckChips, type Choice } from './chips';
import { sayingOrNot } from './codes';
import { changeAccount, changeHandling, form, said } from './desk_form';
import { peopleEcho } from './echo';
import { Field, TextField, idOf } from './field';
import { noneSeen, type LeftOut } from './form';
import { namesTold } from './names_told';

function Weapons(): JSX.Element {
  const { weapons } = form.value.account;
  const said: Choice[] = [{ number: noneSeen, name: t('report.weapons.none') }, { number: Weapon.UNSPECIFIED, name: t('common.notKnown') }];
  const onChoice = (number: number, on: boolean) => {
    if (number <= 0) return changeAccount({ weapons: on && number === noneSeen ? [noneSeen] : [] });
    const others = weapons.filter((weapon) => weapon > 0 && weapon !== number);
    changeAccount({ weapons: on ? [...others, number] : others });
  };
  return (
    <Field name="weapons" label={t('report.weapons.label')} class="report-inline" group>
      <CheckChips choices={[...said, ...choices(WeaponSchema)]} values={weapons.length === 0 ? [Weapon.UNSPECIFIED] : weapons} onChoice={onChoice} />
    </Field>
  );
}

export function What(): JSX.Element {
  const { act, status, perpetrators } = form.value.account;
  return (
    <section class="panel body stack" aria-labelledby="report-what">
      <h2 id="report-what">{t('report.what')}</h2>
      <Field name="act" label={t('report.act.label')} class="report-inline" group>
        <RadioChips choices={sayingOrNot(ActStageSchema)} value={act} onChoice={(value) => changeAccount({ act: value })} />
      </Field>
      <Weapons />
      <Field name="status" label={t('report.status.label')} class="report-inline" group>
        <RadioChips choices={sayingOrNot(ShipStatusSchema)} value={status} onChoice={(value) => changeAccount({ status: value })} />
      </Field>
      <TextField name="perpetrators" label={t('report.people.label')} value={perpetrators} class="report-short"
                 placeholder={t('report.people.example')} onText={(text) => changeAccount({ perpetrators: text })}
                 under={perpetrators.trim() && peopleEcho(said.value.incident.people)} />
    </section>
  );
}

// Shown where the words tell the ship's name to more than may have it.
export function NameHint({ field }: { field: 'place' | 'narrative' }): JSX.Element | null {
  const told = namesTold(form.value).find((one) => one.field === field);
  if (!told) return null;
  const { vessel } = form.value.handling;
  return (
    <div class="note warn" role="status">
      {t(`report.names.${field}`, { name: told.name, audience: audienceText(vessel) })}{' '}
      {field === 'narrative' && (
        <button type="button" class="button" onClick={() => changeHandling({ narrative: vessel })}>{t('report.names.narrow')}</button>
      )}
    </div>
  );
}

// Why a part that the other report has is not proposed here.
export function LeftOutNote({ part }: { part: LeftOut }): JSX.Element | null {
  const { beginning } = form.value;
  if (!beginning?.left?.includes(part)) return null;
  return <p class="note">{t(`report.left.${part}`, { address: beginning.address })}</p>;
}

export function Story(): JSX.Element {
  const { narrative, language } = form.value.account;
  const id = idOf('narrative');
  return (
    <section class="panel body stack" aria-labelledby="report-story">
      <h2 id="report-story">{t('report.story')}</h2>
      <Field name="narrative" label={t('report.narrative.label')} hint={t('report.narrative.hint')}>
        <textarea id={id} value={narrative} aria-describedby={`${id}-wrong`} rows={4}
                  onInput={(event) => changeAccount({ narrative: event.currentTarget.value })} />
      </Field>
      <NameHint field="narrative" />
      <LeftOutNote part="narrative" />
      {narrative.trim() && (
        <TextField name="language" label={t('report.language')} value={language} class="report-short"
                   onText={(text) => changeAccount({ language: text.trim() })} under={languageName(language)} />
      )}
    </section>
  );
}

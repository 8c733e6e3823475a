// What a follow-up adds, folded away from an initial alert.
import type { ComponentChildren, JSX } from 'preact';
import {
  ContactChannelSchema, CraftKindSchema, CrewActionSchema, CrewConsequenceSchema, LossKindSchema, SeaZoneSchema, SourceKindSchema,
} from '~/gen/lightship/v1/vocabulary_pb';
import type { DescEnum } from '@bufbuild/protobuf';
import { t } from '~/i18n/catalogue';
import { listText } from '~/i18n/format';
import { economyName } from '~/i18n/names';
import { CheckChips } from './chips';
import { saying, sayingOrNot } from './codes';
import { changeAccount, form } from './desk_form';
import { Field, TextField, idOf } from './field';
import { emptyAccount, same, type Account, type Counted } from './form';

type TextKey = { [Key in keyof Account]: Account[Key] extends string ? Key : never }[keyof Account];
type CodeKey = 'craftKind' | 'channel' | 'seaZone' | 'source';
type CountedKey = 'harm' | 'losses';

function Text({ of: name, under }: { of: TextKey; under?: string }): JSX.Element {
  return (
    <TextField name={name} label={t(`report.${name}`)} value={form.value.account[name]} under={under}
               onText={(text) => changeAccount({ [name]: text })} />
  );
}

function Code({ of: name, schema }: { of: CodeKey; schema: DescEnum }): JSX.Element {
  return (
    <Field name={name} label={t(`report.${name}`)}>
      <select id={idOf(name)} value={form.value.account[name]} onChange={(event) => changeAccount({ [name]: Number(event.currentTarget.value) })}>
        {sayingOrNot(schema).map(({ number, name: shown }) => <option key={number} value={number}>{shown}</option>)}
      </select>
    </Field>
  );
}

// Chips, and for each that is on how many or how much.
function CountedChips({ of: name, schema }: { of: CountedKey; schema: DescEnum }): JSX.Element {
  const value = form.value.account[name];
  const chosen = saying(schema).filter(({ number }) => number in value);
  const change = (changed: Counted) => changeAccount({ [name]: changed });
  const choose = (number: number, on: boolean) => {
    const { [number]: _, ...others } = value;
    change(on ? { ...others, [number]: '' } : others);
  };
  return (
    <Field name={name} label={t(`report.${name}`)} group>
      <CheckChips choices={saying(schema)} values={chosen.map(({ number }) => number)} onChoice={choose} />
      <div class="report-counts">
        {chosen.map(({ number, name: shown }) => (
          <label key={number}>
            <span class="small">{t(`report.${name}.count`, { what: shown })}</span>
            <input value={value[number]} onInput={(event) => change({ ...value, [number]: event.currentTarget.value })} />
          </label>
        ))}
      </div>
    </Field>
  );
}

function CrewActions(): JSX.Element {
  const { crewActions } = form.value.account;
  const choose = (action: number, on: boolean) => {
    changeAccount({ crewActions: on ? [...crewActions, action] : crewActions.filter((one) => one !== action) });
  };
  return (
    <Field name="crewActions" label={t('report.crewActions')} group>
      <CheckChips choices={saying(CrewActionSchema)} values={crewActions} onChoice={choose} />
    </Field>
  );
}

interface FoldProps {
  title: string;
  keys: (keyof Account)[];
  children: ComponentChildren;
}

// Open from the start when it holds something.
function Fold({ title, keys, children }: FoldProps): JSX.Element {
  const blank = emptyAccount();
  const filled = keys.filter((key) => !same(form.value.account[key], blank[key])).length;
  return (
    <details class="report-fold" open={form.value.beginning !== undefined && filled > 0}>
      <summary>{title}{filled > 0 && <span class="tag">{t('report.filled', { count: filled })}</span>}</summary>
      <div class="report-grid-fields">{children}</div>
    </details>
  );
}

export function MoreFields(): JSX.Element {
  const states = form.value.account.coastalStates.toUpperCase().match(/\b[A-Z]{2}\b/g) ?? [];
  return (
    <section class="panel report-folds" aria-label={t('report.more')}>
      <Fold title={t('report.fold.crew')} keys={['harm', 'crewActions', 'losses']}>
        <CountedChips of="harm" schema={CrewConsequenceSchema} />
        <CountedChips of="losses" schema={LossKindSchema} />
        <CrewActions />
      </Fold>
      <Fold title={t('report.fold.craft')} keys={['appearance', 'craftKind', 'craftCount', 'craftText', 'movements']}>
        <Text of="appearance" />
        <Code of="craftKind" schema={CraftKindSchema} />
        <Text of="craftCount" />
        <Text of="craftText" />
        <Text of="movements" />
      </Fold>
      <Fold title={t('report.fold.authorities')} keys={['authority', 'channel', 'assistance', 'coastalStates', 'seaZone']}>
        <Text of="authority" />
        <Code of="channel" schema={ContactChannelSchema} />
        <Text of="assistance" />
        <Text of="coastalStates" under={listText(states.map(economyName))} />
        <Code of="seaZone" schema={SeaZoneSchema} />
      </Fold>
      <Fold title={t('report.fold.source')} keys={['source', 'sourceOrganisation', 'sourceReference']}>
        <Code of="source" schema={SourceKindSchema} />
        <Text of="sourceOrganisation" />
        <Text of="sourceReference" />
      </Fold>
      <Fold title={t('report.fold.persons')} keys={['master', 'contact']}>
        <p class="muted small report-wide">{t('report.persons.hint')}</p>
        <Text of="master" />
        <Text of="contact" />
      </Fold>
    </section>
  );
}

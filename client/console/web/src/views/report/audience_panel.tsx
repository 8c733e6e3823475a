// Who may have it, part by part in plain words, and what each economy will see of it.
import type { JSX } from 'preact';
import { PurposeSchema, TlpSchema } from '~/gen/lightship/v1/statement_pb';
import { t } from '~/i18n/catalogue';
import { choices } from '~/i18n/names';
import { useAnswer } from '~/ui/use_answer';
import { askAudiences, audiences, audienceName, membersText } from './audiences';
import { CheckChips } from './chips';
import { changeHandling, form, reviewed } from './desk_form';
import { EconomiesMatrix } from './economies_matrix';
import { Field, TextField, idOf, wrongWith } from './field';
import { narrowable, narrowerThan, type Narrowable } from './handling';

interface SelectProps {
  part: Narrowable | 'audience';
  options: string[];
}

function AudienceSelect({ part, options }: SelectProps): JSX.Element {
  const { handling } = form.value;
  const name = `handling.${part}`;
  const value = handling[part];
  const shown = value === '' || options.includes(value) ? options : [...options, value];
  return (
    <Field name={name} label={t(`report.for.${part}`)} hint={membersText(value) || undefined}>
      <select id={idOf(name)} value={value} aria-invalid={wrongWith(name) !== ''} aria-describedby={`${idOf(name)}-wrong`}
              onChange={(event) => changeHandling({ [part]: event.currentTarget.value })}>
        {part !== 'audience' && <option value="">{t('report.audience.asFacts')}</option>}
        {shown.map((audience) => <option key={audience} value={audience}>{audienceName(audience)}</option>)}
      </select>
    </Field>
  );
}

// Of the parts that can be for fewer: name and account always, the others once there are any.
function shownParts(): Narrowable[] {
  const { account, files } = form.value;
  const persons = account.master.trim() !== '' || account.contact.trim() !== '' || reviewed.value?.views.some((view) => (
    view.sees.includes('people')
  ));
  return narrowable.filter((part) => (part === 'people' ? persons : part === 'attachments' ? files.length > 0 : true));
}

function Marking(): JSX.Element {
  const { tlp } = form.value.handling;
  const name = 'handling.tlp';
  return (
    <Field name={name} label={t('report.tlp')} hint={t(`report.tlp.${tlp}`)}>
      <select id={idOf(name)} value={tlp} aria-invalid={wrongWith(name) !== ''} aria-describedby={`${idOf(name)}-wrong`}
              onChange={(event) => changeHandling({ tlp: Number(event.currentTarget.value) })}>
        {choices(TlpSchema).map((choice) => <option key={choice.number} value={choice.number}>{choice.name}</option>)}
      </select>
    </Field>
  );
}

function Conditions(): JSX.Element {
  const { purposes, retainUntil, agency } = form.value.handling;
  const choose = (purpose: number, on: boolean) => {
    changeHandling({ purposes: on ? [...purposes, purpose] : purposes.filter((one) => one !== purpose) });
  };
  return (
    <details class="report-more">
      <summary>{t('report.conditions')}</summary>
      <div class="stack">
        <TextField name="handling.agency" label={t('report.agency')} value={agency} hint={t('report.agency.hint')}
                   onText={(text) => changeHandling({ agency: text })} />
        <TextField name="handling.retainUntil" label={t('report.retain')} type="date" value={retainUntil} hint={t('report.retain.hint')}
                   onText={(text) => changeHandling({ retainUntil: text })} />
        <Field name="handling.purposes" label={t('report.purposes')} hint={t('report.purposes.hint')} group>
          <CheckChips choices={choices(PurposeSchema)} values={purposes} onChoice={choose} />
        </Field>
      </div>
    </details>
  );
}

export function AudiencePanel(): JSX.Element {
  useAnswer(askAudiences, []);
  const named = audiences.value.named.map(({ name }) => name);
  const { audience } = form.value.handling;
  return (
    <section class="panel report-who" aria-labelledby="report-who">
      <div class="body stack">
        <h2 id="report-who">{t('report.who')}</h2>
        <AudienceSelect part="audience" options={['all', 'own', ...named]} />
        {shownParts().map((part) => <AudienceSelect key={part} part={part} options={narrowerThan(audience, named)} />)}
        <Marking />
        <Conditions />
      </div>
      <div class="body report-preview" aria-live="polite">
        <h3>{t('report.sees.title')}</h3>
        <EconomiesMatrix />
      </div>
    </section>
  );
}

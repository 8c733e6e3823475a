// One field of the form: label, control, what was understood, what is wrong; marked when it differs from what was known.
import type { ComponentChildren, JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { isChanged } from './changed';
import { form, problems, said, tried } from './desk_form';
import type { FieldName } from './problems';

export const idOf = (name: FieldName) => `field-${name.replace(/\./g, '-')}`;

// What is wrong with the field, once a review was asked for; what was typed and not understood at once.
export function wrongWith(name: FieldName): string {
  const { positionError, timeError } = said.value.incident;
  if (name === 'position' && positionError && form.value.account.position.trim()) return positionError;
  if (name === 'time' && timeError && form.value.account.time.trim()) return timeError;
  return tried.value ? problems.value.filter(({ field }) => field === name).map(({ text }) => text).join(' ') : '';
}

export function Changed({ name }: { name: FieldName }): JSX.Element | null {
  const { beginning, account } = form.value;
  if (!beginning || !isChanged(name, beginning.known, account)) return null;
  return <span class="tag warn report-changed">{t('report.changed')}</span>;
}

interface Props {
  name: FieldName;
  label: string;
  // A group of chips names itself by its legend; a single control by a label.
  group?: boolean;
  hint?: string;
  class?: string;
  children?: ComponentChildren;
}

export function Field({ name, label, group, hint, class: extra = '', children }: Props): JSX.Element {
  const id = idOf(name);
  const wrong = wrongWith(name);
  const notes = (
    <>
      {hint && <span class="hint">{hint}</span>}
      <span class="wrong" id={`${id}-wrong`} aria-live="polite">{wrong}</span>
    </>
  );
  if (group) {
    return (
      <fieldset class={`field report-field ${extra}`} id={id} tabIndex={-1}>
        <legend class="label">{label}<Changed name={name} /></legend>
        {children}
        {notes}
      </fieldset>
    );
  }
  return (
    <div class={`field report-field ${extra}`}>
      <label for={id}>{label}<Changed name={name} /></label>
      {children}
      {notes}
    </div>
  );
}

interface TextProps {
  name: FieldName;
  type?: 'text' | 'date';
  placeholder?: string;
  label: string;
  value: string;
  onText: (text: string) => void;
  hint?: string;
  class?: string;
  under?: ComponentChildren;
}

export function TextField({ name, label, value, onText, type = 'text', placeholder, hint, class: extra, under }: TextProps): JSX.Element {
  const id = idOf(name);
  return (
    <Field name={name} label={label} hint={hint} class={extra}>
      <input id={id} type={type as 'text'} placeholder={placeholder} value={value} autoComplete="off" aria-invalid={wrongWith(name) !== ''}
             aria-describedby={`${id}-wrong ${id}-under`} onInput={(event) => onText(event.currentTarget.value)} />
      <div id={`${id}-under`} class="under" aria-live="polite">{under}</div>
    </Field>
  );
}

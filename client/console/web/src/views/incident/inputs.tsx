// Labelled inputs of the forms.
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { DescEnum } from '@bufbuild/protobuf';
import { t } from '~/i18n/catalogue';
import { choices } from '~/i18n/names';

interface TextProps {
  label: string;
  value: string;
  change: (value: string) => void;
  required?: boolean;
  long?: boolean;
  hint?: string;
  wrong?: string;
}

export function Text({ label, value, change, required, long, hint, wrong }: TextProps): JSX.Element {
  const id = useId();
  const common = { id, value, required, 'aria-invalid': Boolean(wrong), 'aria-describedby': `${id}-hint` };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {long
        ? <textarea {...common} onInput={(event) => change(event.currentTarget.value)} />
        : <input {...common} type="text" autocomplete="off" onInput={(event) => change(event.currentTarget.value)} />}
      <span id={`${id}-hint`} class={wrong ? 'wrong' : 'hint'} aria-live="polite">{wrong || hint}</span>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  change: (value: string) => void;
  hint?: string;
  children: ComponentChildren;
}

export function Choice({ label, value, change, hint, children }: ChoiceProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} required value={value} onChange={(event) => change(event.currentTarget.value)}>
        {value === '' && <option value="">{t('incident.choose')}</option>}
        {children}
      </select>
      {hint && <span class="hint">{hint}</span>}
    </div>
  );
}

interface CodeProps {
  label: string;
  schema: DescEnum;
  // 0: none chosen yet.
  value: number;
  change: (value: number) => void;
}

export function Code({ label, schema, value, change }: CodeProps): JSX.Element {
  return (
    <Choice label={label} value={value === 0 ? '' : String(value)} change={(text) => change(Number(text))}>
      {choices(schema).map(({ number, name }) => <option key={number} value={number}>{name}</option>)}
    </Choice>
  );
}

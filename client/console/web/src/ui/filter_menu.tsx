// "Add a filter": one field to search all conditions and their values by, or to walk through them. A combobox with a list box.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { changeFilter, filter } from '~/state/asked';
import { conditions } from './conditions';
import { DayFields } from './day_fields';
import { optionsFor, presetOptions, valueOptions, type Option } from './filter_options';
import { likeness } from './search';

interface Props {
  // The condition whose values are listed; '': all conditions.
  scope: string;
  onScope: (scope: string) => void;
  onClose: () => void;
}

function optionsOf(scope: string, query: string): Option[] {
  const all = conditions();
  if (scope === '') return optionsFor(query, all, filter.value, new Date());
  if (scope === 'days') return presetOptions(new Date());
  const condition = all.find(({ key }) => key === scope);
  if (!condition) return [];
  const values = valueOptions(condition, filter.value);
  return query.trim() === '' ? values : values.filter(({ value }) => likeness(query, value) > 0);
}

function Line({ option, active, onTake }: { option: Option; active: boolean; onTake: () => void }): JSX.Element {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) line.current!.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <li ref={line} id={`filter-${option.id}`} role="option" aria-selected={option.on} class={active ? 'active' : ''}
        onMouseDown={(event) => event.preventDefault()} onClick={onTake}>
      <span class="filter-tick" aria-hidden="true">{option.on ? '✓' : ''}</span>
      <span class={option.value ? 'muted' : ''}>{option.condition}</span>
      {option.value ? <span>{option.value}</span> : <span class="push muted" aria-hidden="true">›</span>}
    </li>
  );
}

export function FilterMenu({ scope, onScope, onClose }: Props): JSX.Element {
  const query = useSignal('');
  const at = useSignal(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current!.focus(), [scope]);
  const options = optionsOf(scope, query.value);
  const active = options[Math.min(at.value, options.length - 1)];

  const take = (option: Option) => {
    query.value = '';
    at.value = scope === '' || option.opens ? 0 : at.value;
    if (option.opens) return onScope(option.opens);
    changeFilter(option.apply);
    if (scope === '' || scope === 'days') onClose();
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => (at.value = Math.min(at.value + 1, options.length - 1)),
    ArrowUp: () => (at.value = Math.max(at.value - 1, 0)),
    Enter: () => active && take(active),
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Backspace' && query.value === '' && scope !== '') return onScope('');
    if (!keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  };
  const scopeName = scope === 'days' ? t('filter.days') : conditions().find(({ key }) => key === scope)?.name;
  return (
    <div class="panel filter-menu" onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <div class="filter-search">
        {scopeName && <button type="button" class="chip" onClick={() => onScope('')}>‹ {scopeName}</button>}
        <div class="field">
          <input ref={field} role="combobox" aria-expanded="true" aria-controls="filter-options" aria-autocomplete="list"
                 aria-activedescendant={active ? `filter-${active.id}` : undefined} aria-label={t('filter.find')}
                 placeholder={t('filter.find')} value={query.value} autocomplete="off" spellcheck={false} onKeyDown={onKey}
                 onInput={(event) => {
                   query.value = event.currentTarget.value;
                   at.value = 0;
                 }} />
        </div>
      </div>
      <ul id="filter-options" role="listbox" aria-label={t('filter.options')} aria-multiselectable="true">
        {options.map((option) => <Line key={option.id} option={option} active={option === active} onTake={() => take(option)} />)}
      </ul>
      {options.length === 0 && <p class="muted small filter-none" role="status">{t('filter.none')}</p>}
      {scope === 'days' && <DayFields />}
    </div>
  );
}

// Which incidents are meant, above map, table, charts and watch: full text, chips, what may be added, views that were saved.
import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { changeFilter, clearFilter, filter } from '~/state/asked';
import { conditions } from './conditions';
import { chipsOf, type Chip } from './filter_chips';
import { FilterMenu } from './filter_menu';
import { SavedViews } from './saved_views';
import { TextFilter } from './text_filter';
import './filter.css';

function FilterChip({ chip, onOpen }: { chip: Chip; onOpen: (key: string) => void }): JSX.Element {
  const words = <><span class="muted">{chip.name}</span> {chip.value}</>;
  return (
    <li class="chip filter-chip" title={`${chip.name}: ${chip.value}`}>
      {chip.opens
        ? <button type="button" onClick={() => onOpen(chip.opens!)}>{words}</button>
        : <span>{words}</span>}
      <button type="button" class="filter-remove" aria-label={t('filter.remove', { condition: chip.name })}
              onClick={() => changeFilter(chip.remove)}>×</button>
    </li>
  );
}

// Closes on a press elsewhere.
function useAway(open: boolean, close: () => void) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const away = (event: PointerEvent) => {
      if (!place.current?.contains(event.target as Node)) close();
    };
    addEventListener('pointerdown', away, true);
    return () => removeEventListener('pointerdown', away, true);
  }, [open]);
  return place;
}

export function FilterBar({ children }: { children?: ComponentChildren }): JSX.Element {
  // Null: the menu is closed.
  const scope = useSignal<string | null>(null);
  const adder = useRef<HTMLButtonElement>(null);
  const place = useAway(scope.value !== null, () => (scope.value = null));
  const chips = chipsOf(filter.value, conditions());
  const close = () => {
    scope.value = null;
    adder.current!.focus();
  };
  return (
    <section class="filter-bar no-print" aria-label={t('filter.label')}>
      <TextFilter />
      <div class="filter-add" ref={place}>
        <button ref={adder} type="button" class="button" aria-expanded={scope.value !== null} aria-haspopup="dialog"
                onClick={() => (scope.value = scope.value === null ? '' : null)}>+ {t('filter.add')}</button>
        {scope.value !== null && <FilterMenu scope={scope.value} onScope={(key) => (scope.value = key)} onClose={close} />}
      </div>
      <ul class="filter-chips" aria-label={t('filter.chips')}>
        {chips.map((chip) => <FilterChip key={chip.key} chip={chip} onOpen={(key) => (scope.value = key)} />)}
      </ul>
      {(chips.length > 0 || filter.value.text) && (
        <button type="button" class="button quiet" onClick={clearFilter}>{t('filter.clear')}</button>
      )}
      <div class="row push">
        <SavedViews />
        {children}
      </div>
    </section>
  );
}

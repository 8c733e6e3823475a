// A text field with suggestions below it: arrow keys choose, Enter takes, Escape closes (WAI-ARIA combobox).
import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';

export interface Suggestion {
  key: string;
  shown: ComponentChildren;
  take: () => void;
}

interface Props {
  id: string;
  value: string;
  suggestions: Suggestion[];
  onText: (text: string) => void;
  onLeave?: () => void;
  describedBy?: string;
  invalid?: boolean;
  placeholder?: string;
}

export function Suggest({ id, value, suggestions, onText, onLeave, describedBy, invalid, placeholder }: Props): JSX.Element {
  const list = useId();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const shown = open && suggestions.length > 0;
  const close = () => {
    setOpen(false);
    setAt(-1);
  };
  const take = (suggestion: Suggestion) => {
    suggestion.take();
    close();
  };
  const step = (key: string) => {
    if (suggestions.length === 0) return;
    setOpen(true);
    const next = key === 'ArrowDown' ? at + 1 : at < 0 ? suggestions.length - 1 : at - 1;
    setAt((next + suggestions.length) % suggestions.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // On to the next step: the field is left by that.
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onLeave?.();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      step(event.key);
    } else if (event.key === 'Enter' && shown && at >= 0) {
      event.preventDefault();
      take(suggestions[at]);
    } else if (event.key === 'Escape' && shown) {
      event.stopPropagation();
      close();
    }
  };
  return (
    <div class="report-suggest">
      <input id={id} value={value} autoComplete="off" role="combobox" aria-expanded={shown} aria-controls={list}
             aria-autocomplete="list" aria-activedescendant={shown && at >= 0 ? `${list}-${at}` : undefined}
             aria-describedby={describedBy} aria-invalid={invalid} placeholder={placeholder} onKeyDown={onKeyDown}
             onInput={(event) => { setOpen(true); setAt(-1); onText(event.currentTarget.value); }}
             onFocus={() => setOpen(true)} onBlur={() => { close(); onLeave?.(); }} />
      <ul id={list} role="listbox" hidden={!shown} aria-label={placeholder || id}>
        {suggestions.map((suggestion, i) => (
          <li key={suggestion.key} id={`${list}-${i}`} role="option" aria-selected={i === at}
              onMouseDown={(event) => { event.preventDefault(); take(suggestion); }}>
            {suggestion.shown}
          </li>
        ))}
      </ul>
    </div>
  );
}

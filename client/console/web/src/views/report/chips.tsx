// Choices as chips: radio buttons and checkboxes underneath, so that arrow keys, space and readers work as they do everywhere.
import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';

export interface Choice {
  number: number;
  name: string;
}

interface RadioProps {
  choices: Choice[];
  value: number;
  onChoice: (value: number) => void;
}

export function RadioChips({ choices, value, onChoice }: RadioProps): JSX.Element {
  const group = useId();
  return (
    <div class="report-chips">
      {choices.map(({ number, name }) => (
        <label key={number} class="chip">
          <input type="radio" name={group} checked={value === number} onChange={() => onChoice(number)} />
          {name}
        </label>
      ))}
    </div>
  );
}

interface CheckProps {
  choices: Choice[];
  values: number[];
  // With the choice that was changed.
  onChoice: (number: number, on: boolean) => void;
}

// One stop of the tab key for the group; arrows go on within it.
export function CheckChips({ choices, values, onChoice }: CheckProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const go = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const inputs = [...box.current!.querySelectorAll('input')];
    const here = inputs.indexOf(document.activeElement as HTMLInputElement);
    inputs[(here + step + inputs.length) % inputs.length].focus();
  };
  const stop = choices.find(({ number }) => values.includes(number)) ?? choices[0];
  return (
    <div class="report-chips" ref={box} onKeyDown={go}>
      {choices.map((choice) => (
        <label key={choice.number} class="chip">
          <input type="checkbox" checked={values.includes(choice.number)} tabIndex={choice === stop ? 0 : -1}
                 onChange={(event) => onChoice(choice.number, event.currentTarget.checked)} />
          {choice.name}
        </label>
      ))}
    </div>
  );
}

// A position in any notation, with what was understood of it below. What that is, whoever uses it asks.
import type { ComponentChildren, JSX } from 'preact';
import type { UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import { t } from '~/i18n/catalogue';
import { landmarkText } from '~/i18n/place';
import { Doubts } from './doubts';
import { areasText, coordinatesText, positionDoubts } from './position_words';

interface Props {
  id: string;
  label: ComponentChildren;
  text: string;
  onText: (text: string) => void;
  // What is wrong with it; '': nothing.
  wrong: string;
  understood: Pick<UnderstandResponse, 'position' | 'place'> | undefined;
}

function Understood({ position, place }: Pick<UnderstandResponse, 'position' | 'place'>): JSX.Element {
  const [exact, near, areas] = [coordinatesText(position), landmarkText(place), areasText(place)];
  return (
    <>
      {exact && <p><strong>{exact}</strong></p>}
      {near && <p>{near}</p>}
      {areas && <p class="muted">{areas}</p>}
      <Doubts texts={positionDoubts(position)} />
    </>
  );
}

export function PositionInput({ id, label, text, onText, wrong, understood }: Props): JSX.Element {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} value={text} aria-invalid={wrong !== ''} aria-describedby={`${id}-wrong ${id}-under`} autocomplete="off" spellcheck={false}
             placeholder={t('position.example')} onInput={(event) => onText(event.currentTarget.value)} />
      <span class="wrong" id={`${id}-wrong`} aria-live="polite">{wrong}</span>
      <div class="under" id={`${id}-under`} aria-live="polite">{understood && <Understood {...understood} />}</div>
    </div>
  );
}

// A position in any notation, with what was understood of it below.
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { desk } from '~/api/clients';
import { t } from '~/i18n/catalogue';
import { landmarkText } from '~/i18n/place';
import type { Place, UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import type { Position } from '~/gen/lightship/v1/report_pb';
import { areaTitled } from './areas';
import { failureText } from './failure';

const pauseMs = 250;

interface Props {
  label: string;
  text: string;
  onText: (text: string) => void;
  // Undefined while there is none that is understood.
  onPosition: (position: Position | undefined) => void;
}

function placeText(place: Place | undefined): string {
  if (!place) return '';
  return [landmarkText(place), areaTitled(place.areas[0] ?? '')].filter((one) => one !== '').join(' · ');
}

export function PositionField({ label, text, onText, onPosition }: Props): JSX.Element {
  const id = useId();
  const [answer, setAnswer] = useState<UnderstandResponse | null>(null);
  const [failed, setFailed] = useState('');
  const tell = useRef(onPosition);
  tell.current = onPosition;
  useEffect(() => {
    const asked = new AbortController();
    const settle = (understood: UnderstandResponse | null, failure = '') => {
      setAnswer(understood);
      setFailed(failure);
      tell.current(understood?.position?.latE7 === undefined ? undefined : understood.position);
    };
    // What was understood before was not of this text.
    tell.current(undefined);
    if (text.trim() === '') return settle(null);
    const timer = setTimeout(() => {
      desk.understand({ position: text }, { signal: asked.signal }).then(settle, (error: unknown) => {
        if (!asked.signal.aborted) settle(null, failureText(error));
      });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [text]);
  const wrong = failed || answer?.positionError || '';
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} value={text} aria-invalid={wrong !== ''} aria-describedby={`${id}-said`} autocomplete="off" spellcheck={false}
             placeholder={t('position.example')} onInput={(e) => onText(e.currentTarget.value)} />
      <span id={`${id}-said`} class={wrong ? 'wrong' : 'hint'} aria-live="polite">{wrong || [answer?.positionEcho, placeText(answer?.place)].filter(Boolean).join(' · ')}</span>
    </div>
  );
}

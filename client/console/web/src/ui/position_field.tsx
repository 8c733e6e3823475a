// A position that is understood by itself while it is typed.
import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import type { Position } from '~/gen/lightship/v1/report_pb';
import { PositionInput } from './position_input';
import { useUnderstood } from './use_understood';

interface Props {
  label: string;
  text: string;
  onText: (text: string) => void;
  // Undefined while there is none that is understood.
  onPosition: (position: Position | undefined) => void;
}

export function PositionField({ label, text, onText, onPosition }: Props): JSX.Element {
  const id = useId();
  const { settled, answer, error } = useUnderstood('position', text);
  // What was understood last stays in sight while more is typed.
  const shown = useRef<UnderstandResponse | undefined>(undefined);
  if (settled) shown.current = answer;
  const position = answer?.position?.latE7 === undefined ? undefined : answer.position;
  useEffect(() => onPosition(position), [position]);
  return <PositionInput id={id} label={label} text={text} onText={onText} wrong={error} understood={shown.current} />;
}

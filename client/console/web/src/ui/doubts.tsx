// What makes doubtful what was understood.
import type { JSX } from 'preact';

export function Doubts({ texts }: { texts: string[] }): JSX.Element | null {
  if (texts.length === 0) return null;
  return <ul class="doubts">{texts.map((text) => <li key={text}>{text}</li>)}</ul>;
}

// One panel of the page with its heading.
import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

interface Props {
  title: string;
  // Beside the heading.
  action?: ComponentChildren;
  children: ComponentChildren;
}

export function Section({ title, action, children }: Props): JSX.Element {
  const heading = useId();
  return (
    <section class="panel" aria-labelledby={heading}>
      <header><h2 id={heading}>{title}</h2>{action && <span class="push">{action}</span>}</header>
      <div class="body stack">{children}</div>
    </section>
  );
}

// A link within the console: a real address, so that it can be opened beside, without loading the page anew.
import type { ComponentChildren, JSX } from 'preact';
import { addressOf, navigate } from '~/state/route';

interface Props {
  path: string;
  params?: URLSearchParams;
  class?: string;
  title?: string;
  'aria-current'?: 'page';
  'aria-label'?: string;
  children?: ComponentChildren;
}

export function Link({ path, params, children, ...rest }: Props): JSX.Element {
  const go = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(path, params);
  };
  return <a {...rest} href={addressOf(path, params)} onClick={go}>{children}</a>;
}

// In the bar: how many signed statements wait for the node.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { waiting } from '~/state/spool';
import { Link } from './link';

export function Waiting(): JSX.Element | null {
  const count = waiting.value.length;
  return count === 0 ? null : <Link path="/settings" class="tag warn">{t('bar.waiting', { count })}</Link>;
}

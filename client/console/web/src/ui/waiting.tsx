// In the bar: how many signed statements, or else attachments of those that went out, wait for the node.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { waiting, waitingFiles } from '~/state/spool';
import { Link } from './link';

export function Waiting(): JSX.Element | null {
  const count = waiting.value.length;
  const files = waitingFiles.value.length;
  if (count + files === 0) return null;
  return <Link path="/settings" class="tag warn">{count > 0 ? t('bar.waiting', { count }) : t('sending.files', { count: files })}</Link>;
}

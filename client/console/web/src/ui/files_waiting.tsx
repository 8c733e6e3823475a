// How many attachments wait on this desk for the node.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { waitingFiles } from '~/state/spool';

export function FilesWaiting(): JSX.Element | null {
  const count = waitingFiles.value.length;
  return count === 0 ? null : <p role="status" data-testid="files-waiting">{t('sending.files', { count })}</p>;
}

import { t } from '~/i18n/catalogue';
import type { Watch } from '~/state/watches';

export function titleOf(watch: Watch): string {
  return watch.title || t('watch.everything');
}

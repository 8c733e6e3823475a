// Which files a node takes (node/statement/file_type.cc, node/base/limits.h), told before any byte is read.
import { t } from '~/i18n/catalogue';
import { sizeText } from '~/i18n/format';

export const acceptedTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf', 'video/mp4', 'text/plain'];
const mostBytes = 64 * 1024 * 1024;

export function refusalOf(file: Pick<File, 'name' | 'type' | 'size'>): string {
  if (!acceptedTypes.includes(file.type)) return t('report.files.wrongType', { file: file.name });
  if (file.size === 0) return t('report.files.empty', { file: file.name });
  if (file.size > mostBytes) return t('report.files.tooLarge', { file: file.name, size: sizeText(file.size) });
  return '';
}

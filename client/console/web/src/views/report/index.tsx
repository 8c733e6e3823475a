import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';

export default function View(): JSX.Element {
  return <div class="page"><h1>{t('nav.report')}</h1></div>;
}

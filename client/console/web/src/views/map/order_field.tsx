// In which order incidents are listed.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { orders } from './address';

export function OrderField({ order, circle, onOrder }: { order: string; circle: boolean; onOrder: (order: string) => void }): JSX.Element {
  return (
    <label class="map-order small">
      <span class="muted">{t('incidents.order')}</span>
      <span class="field"><select aria-label={t('incidents.order')} value={order} onChange={(event) => onOrder(event.currentTarget.value)}>
        {orders.filter((one) => one !== 'nearest' || circle).map((one) => (
          <option key={one} value={one}>{t(`incidents.order.${one}`)}</option>
        ))}
      </select></span>
    </label>
  );
}

// "held by 2 of 3: SG ID; waiting for PH".
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { listText } from '~/i18n/format';
import { economyName } from '~/i18n/names';
import type { Holding } from '~/ui/use_receipt';
import { awaitedHolders } from './reports';

export function Holders({ holding }: { holding: Holding }): JSX.Element {
  const waiting = awaitedHolders(holding);
  const all = holding.holders.length + waiting.length;
  return (
    <span class="incident-holders" title={listText([...holding.holders, ...waiting].map(economyName))}>
      <span class={`dot ${waiting.length === 0 ? 'ok' : 'warn'}`} aria-hidden="true" />
      {t('incident.heldBy', { count: holding.holders.length, of: all, holders: holding.holders.join(' ') })}
      {waiting.length > 0 && <span class="muted"> {t('incident.waitingFor', { economies: waiting.join(' ') })}</span>}
    </span>
  );
}

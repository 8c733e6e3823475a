// Which economy has countersigned which log, and how far: a row for each log, a column for each economy.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { numberText, timeText } from '~/i18n/format';
import { economyName } from '~/i18n/names';
import type { GetStatusResponse, LogStatus } from '~/gen/lightship/v1/node_pb';
import { behind, economiesOf, economyOf } from './health';

function Cell({ log, economy }: { log: LogStatus; economy: string }): JSX.Element {
  if (economyOf(log.origin) === economy) return <td class="own">{t('watch.holders.own')}</td>;
  const left = behind(log, economy);
  if (left === undefined) return <td class="muted" title={t('watch.holders.never')}><span aria-hidden="true">–</span><span class="only-heard">{t('watch.holders.never')}</span></td>;
  const signed = log.cosigners.find((one) => one.economy === economy);
  return (
    <td class={left === 0n ? 'ok' : 'warn'} title={t('watch.holders.signed', { at: timeText(signed?.cosignedAt) })}>
      {left === 0n ? t('watch.holders.all') : t('watch.holders.behind', { count: Number(left) })}
    </td>
  );
}

export function Holders({ node }: { node: GetStatusResponse }): JSX.Element {
  const economies = economiesOf(node);
  return (
    <div class="watch-holders" tabIndex={0} role="region" aria-label={t('watch.holders.title')}>
      <table class="table">
        <caption class="small muted">{t('watch.holders.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('watch.holders.log')}</th>
            <th scope="col" class="right">{t('watch.log.size')}</th>
            {economies.map((economy) => <th key={economy} scope="col"><abbr title={economyName(economy)}>{economy}</abbr></th>)}
          </tr>
        </thead>
        <tbody>
          {node.logs.map((log) => (
            <tr key={log.origin}>
              <th scope="row">{economyName(economyOf(log.origin))}</th>
              <td class="right num">{numberText(Number(log.size))}</td>
              {economies.map((economy) => <Cell key={economy} log={log} economy={economy} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// The node, the logs that it holds, and who holds what: a card for each economy and a table of countersignatures.
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { agoText, numberText, timeText } from '~/i18n/format';
import { economyName } from '~/i18n/names';
import type { GetStatusResponse, LogStatus, Warning } from '~/gen/lightship/v1/node_pb';
import { status } from '~/state/desk';
import { urgentCodes } from '~/state/trouble';
import { useNow } from '~/ui/use_now';
import { Holders } from './holders';
import { healthOf, urgentFirst, type LogHealth } from './health';

const ageEveryMs = 10_000;

function Evidence({ log, economy }: { log: LogStatus; economy: string }): JSX.Element {
  const address = useMemo(() => URL.createObjectURL(new Blob([new Uint8Array(log.evidence)])), [log.evidence.length]);
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  return (
    <div class="note alert stack">
      <strong>{t('watch.fork.title')}</strong>
      <p class="small">{t('watch.fork.what', { economy: economyName(economy) })}</p>
      <a class="button danger" href={address} download={`${economy}.lightship-evidence`}>{t('watch.fork.save')}</a>
    </div>
  );
}

// Where it comes from, or that it comes from nowhere.
function sourceText({ log, own }: LogHealth): string {
  if (own) return t('watch.log.own');
  return log.source ? t('watch.log.source', { economy: economyName(log.source) }) : t('watch.log.noSource');
}

function PeerLines({ peer, now }: { peer: LogHealth['peer']; now: number }): JSX.Element | null {
  if (!peer) return null;
  const since = peer.since ? agoText(peer.since, now) : t('common.notKnown');
  return (
    <>
      <dt>{t('watch.log.peer')}</dt>
      <dd class={peer.connected ? '' : 'watch-warned'} title={timeText(peer.since)}>{t(peer.connected ? 'watch.log.connected' : 'watch.log.gone', { since })}</dd>
      {peer.faults > 0n && <><dt>{t('watch.log.faults')}</dt><dd class="num watch-warned">{numberText(Number(peer.faults))}</dd></>}
      {peer.lastError && <><dt>{t('watch.log.lastError')}</dt><dd class="small watch-error">{peer.lastError}</dd></>}
    </>
  );
}

// Folded where all is well and there are many.
function LogCard({ health, now, folded }: { health: LogHealth; now: number; folded: boolean }): JSX.Element {
  const { log, economy, level, lag } = health;
  return (
    <li class={`watch-log ${level}`}>
      <details open={!folded}>
        <summary class="row"><span class={`dot ${level}`} aria-hidden="true" /><strong>{economyName(economy)}</strong> <span class="muted small mono">{economy}</span>
          <span class="push small num">{folded ? numberText(Number(log.size)) : t(`watch.level.${level}`)}</span></summary>
        <dl>
          <dt>{t('watch.log.size')}</dt><dd class="num">{numberText(Number(log.size))}</dd>
          {lag > 0n && <><dt>{t('watch.log.lag')}</dt><dd class="num watch-warned">{t('watch.log.entries', { count: Number(lag) })}</dd></>}
          {log.stubs > 0n && <><dt>{t('watch.log.stubs')}</dt><dd class="num">{numberText(Number(log.stubs))}</dd></>}
          <dt>{t('watch.log.from')}</dt><dd>{sourceText(health)}</dd>
          <PeerLines peer={health.peer} now={now} />
        </dl>
      </details>
      {log.frozen && <Evidence log={log} economy={economy} />}
    </li>
  );
}

function WarningLine({ warning, now }: { warning: Warning; now: number }): JSX.Element {
  return (
    <li class={`note ${urgentCodes.includes(warning.code) ? 'alert' : 'warn'}`}>
      <strong class="mono">{warning.code}</strong> {warning.subject}{warning.since && <span class="small"> · {agoText(warning.since, now)}</span>}
      <p class="small">{warning.text}</p>
    </li>
  );
}

// Whether reports are taken, and how the check of the disk stands.
function NodeLine({ node, now }: { node: GetStatusResponse; now: number }): JSX.Element {
  const { scrub } = node;
  const scrubbed = !scrub || (scrub.passes === 0n && !scrub.running) ? 'never' : scrub.damages > 0n ? 'damaged' : scrub.running ? 'running' : 'done';
  return (
    <ul class="watch-node row">
      <li class={`tag ${node.notAccepting ? 'alert' : 'ok'}`}>{node.notAccepting ? t('watch.node.closed', { why: node.notAccepting }) : t('watch.node.open')}</li>
      <li class={`tag ${scrubbed === 'damaged' ? 'alert' : ''}`}>{t(`watch.scrub.${scrubbed}`, {
        count: Number(scrub?.damages ?? 0n), entries: Number(scrub?.entries ?? 0n), when: scrub?.finishedAt ? agoText(scrub.finishedAt, now) : '',
      })}</li>
      <li class="tag">{t('watch.node.incidents', { count: Number(node.incidents) })}</li>
      <li class="tag">{t('watch.node.version', { version: node.softwareVersion, since: node.startedAt ? agoText(node.startedAt, now) : t('common.notKnown') })}</li>
    </ul>
  );
}

const mostUnfolded = 6;

function Logs({ node, now }: { node: GetStatusResponse; now: number }): JSX.Element {
  const logs = urgentFirst(healthOf(node));
  return (
    <ul class="watch-logs">
      {logs.map((one) => <LogCard key={one.log.origin} health={one} now={now} folded={one.level === 'ok' && logs.length > mostUnfolded} />)}
    </ul>
  );
}

export function Health(): JSX.Element {
  const now = useNow(ageEveryMs);
  const node = status.value;
  return (
    <section class="panel" aria-labelledby="health-title">
      <header><h2 id="health-title">{t('watch.health.title')}</h2></header>
      {!node ? <p class="body muted">{t('common.notKnown')}</p> : (
        <div class="body stack">
          <NodeLine node={node} now={now} />
          {node.warnings.length > 0 && (
            <ul class="watch-warnings">{node.warnings.map((one) => <WarningLine key={`${one.code} ${one.subject}`} warning={one} now={now} />)}</ul>
          )}
          <div class="watch-network"><Logs node={node} now={now} /><Holders node={node} /></div>
        </div>
      )}
    </section>
  );
}

// At a glance: nothing wrong, or what is.
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { ComponentChildren, JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { listText, timeText } from '~/i18n/format';
import { economyName } from '~/i18n/names';
import { arm, armed, sing, unheard } from '~/state/alarm_sound';
import { nodeAnswers, status } from '~/state/desk';
import { feedState, listedAnew, openEvents } from '~/state/feed';
import { exercises, sound } from '~/state/settings';
import type { Trouble } from '~/state/trouble';
import { acknowledgeTrouble, openTroubles, troubles } from '~/state/troubles';
import { askPermission, permission } from '~/ui/desktop_notices';
import { economyOf, healthOf, levelOfNode, worst, type Level } from './health';

function Tile({ level, title, children }: { level: Level; title: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class={`watch-tile ${level}`}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function FeedTile(): JSX.Element {
  const state = feedState.value;
  return <Tile level={state === 'live' ? 'ok' : 'warn'} title={t('watch.glance.feed')}>{t(`watch.feed.${state}`)}</Tile>;
}

function OpenTile(): JSX.Element {
  const count = openEvents.value.length;
  if (count === 0 && feedState.value === 'lost') return <Tile level="warn" title={t('watch.glance.open')}>{t('common.notKnown')}</Tile>;
  return <Tile level={count > 0 ? 'warn' : 'ok'} title={t('watch.glance.open')}>{count > 0 ? t('watch.glance.waiting', { count }) : t('watch.glance.none')}</Tile>;
}

function LogsTile(): JSX.Element {
  if (!status.value) return <Tile level="warn" title={t('watch.glance.logs')}>{t('common.notKnown')}</Tile>;
  const logs = healthOf(status.value);
  const behind = logs.filter((one) => one.level !== 'ok');
  return (
    <Tile level={worst(logs.map((one) => one.level))} title={t('watch.glance.logs')}>
      {behind.length === 0 ? t('watch.glance.level', { count: logs.length })
        : t('watch.glance.see', { economies: listText(behind.map((one) => economyName(one.economy))) })}
    </Tile>
  );
}

function PeersTile(): JSX.Element {
  if (!status.value) return <Tile level="warn" title={t('watch.glance.peers')}>{t('common.notKnown')}</Tile>;
  const { peers } = status.value;
  const connected = peers.filter((peer) => peer.connected).length;
  return <Tile level={connected === peers.length ? 'ok' : 'warn'} title={t('watch.glance.peers')}>{t('watch.glance.connected', { count: connected, all: peers.length })}</Tile>;
}

function troubleText({ what, subject, text }: Trouble): string {
  if (what === 'fork') return t('watch.trouble.fork', { economy: economyName(economyOf(subject)) });
  return t(`watch.trouble.${what}`, { subject, text });
}

function Troubles(): JSX.Element | null {
  const open = new Set(openTroubles.value.map((one) => one.key));
  if (troubles.value.length === 0) return null;
  return (
    <ul class="watch-troubles">
      {troubles.value.map((one) => (
        <li key={one.key} class="note alert row">
          <strong>{troubleText(one)}</strong>
          {open.has(one.key)
            ? <button type="button" class="button danger push" onClick={() => acknowledgeTrouble(one.key)}>{t('watch.acknowledge')}</button>
            : <span class="push small">{t('watch.acknowledged')}</span>}
        </li>
      ))}
    </ul>
  );
}

function ListedAnew(): JSX.Element {
  const anew = listedAnew.value;
  return (
    <div role="status">
      {anew && (
        <p class="note warn row">
          <span>{t('watch.feed.listedAnew', { since: timeText(timestampFromDate(anew.since), true) })}</span>
          <button type="button" class="button push" onClick={() => (listedAnew.value = null)}>{t('watch.acknowledge')}</button>
        </p>
      )}
    </div>
  );
}

// Nothing wrong, or how bad it is.
function Verdict(): JSX.Element {
  const level: Level = nodeAnswers.value === false || troubles.value.length > 0 ? 'alert'
    : !status.value || feedState.value !== 'live' ? 'warn' : levelOfNode(status.value);
  return <p class={`watch-verdict ${level}`} role="status"><span class={`dot ${level}`} aria-hidden="true" />{t(`watch.verdict.${level}`)}</p>;
}

function Arming(): JSX.Element {
  if (!armed.value) {
    return (
      <>
        <button type="button" class="button primary" onClick={() => void arm().then(() => sing('change'))}>{t('watch.arm')}</button>
        <span class="small" role="status">{unheard.value && t('watch.unheard')}</span>
      </>
    );
  }
  return (
    <button type="button" class="button" aria-pressed={sound.value === 'on'} onClick={() => (sound.value = sound.value === 'on' ? 'off' : 'on')}>
      {t(sound.value === 'on' ? 'watch.armed' : 'watch.silent')}
    </button>
  );
}

function Asking(): JSX.Element | null {
  if (permission.value === 'default') {
    return <button type="button" class="button" onClick={() => void askPermission()}>{t('watch.desktop.ask')}</button>;
  }
  return <span class="small muted">{t(`watch.desktop.${permission.value}`)}</span>;
}

export function Glance(): JSX.Element {
  return (
    <section class="panel watch-glance" aria-label={t('watch.glance.title')}>
      <div class="row watch-alarm">
        <Verdict />
        <label class="row small push">
          <input type="checkbox" checked={exercises.value === 'on'} onChange={(e) => (exercises.value = e.currentTarget.checked ? 'on' : 'off')} />
          {t('watch.exercise.show')}
        </label>
        <Asking />
        <Arming />
      </div>
      <dl class="watch-tiles"><FeedTile /><OpenTile /><LogsTile /><PeersTile /></dl>
      <Troubles />
      <ListedAnew />
    </section>
  );
}

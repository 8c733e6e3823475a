// The shell: rail of views, bar with who and where, the view itself; the lock before everything.
import { useSignalEffect } from '@preact/signals';
import type { ComponentType, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { session } from '~/api/session';
import { t } from '~/i18n/catalogue';
import { startAlarmClock } from '~/state/alarm_clock';
import { filterCarriedTo } from '~/state/asked';
import { keepAsking, loadDesk, officer } from '~/state/desk';
import { openEvents, startFeed } from '~/state/feed';
import { view } from '~/state/route';
import { openTroubles } from '~/state/troubles';
import { Bar } from '~/ui/bar';
import { startSpool } from '~/state/spool';
import { startDesktopNotices } from '~/ui/desktop_notices';
import { Failure } from '~/ui/failure';
import { Icon } from '~/ui/icons';
import { Link } from '~/ui/link';
import { Lock, NoSession } from '~/ui/lock';

type Loaded = { default: ComponentType };

// In the order of the rail.
const views: Record<string, () => Promise<Loaded>> = {
  map: () => import('~/views/map'),
  watch: () => import('~/views/watch'),
  report: () => import('~/views/report'),
  analysis: () => import('~/views/analysis'),
  directory: () => import('~/views/directory'),
  settings: () => import('~/views/settings'),
};
const unlisted: Record<string, () => Promise<Loaded>> = {
  incident: () => import('~/views/incident'),
};

// How much nobody has acknowledged yet.
function Waiting(): JSX.Element | null {
  const count = openEvents.value.length + openTroubles.value.length;
  if (count === 0) return null;
  return (
    <span class="rail-count">
      <span aria-hidden="true">{count}</span>
      <span class="only-heard">{t('nav.waiting', { count })}</span>
    </span>
  );
}

function Rail(): JSX.Element {
  const here = view.value === 'incident' ? 'map' : view.value;
  return (
    <nav aria-label={t('nav.label')} class="no-print">
      {Object.keys(views).map((name) => (
        <Link key={name} path={`/${name}`} params={filterCarriedTo(name)} aria-current={here === name ? 'page' : undefined}>
          <Icon name={name} />
          {t(`nav.${name}`)}
          {name === 'watch' && <Waiting />}
        </Link>
      ))}
    </nav>
  );
}

function View(): JSX.Element | null {
  const [loaded, setLoaded] = useState<{ name: string; View: ComponentType } | null>(null);
  useSignalEffect(() => {
    const name = view.value;
    const load = views[name] ?? unlisted[name] ?? views.map;
    void load().then((module) => setLoaded({ name, View: module.default }));
  });
  return loaded && <loaded.View key={loaded.name} />;
}

let watching = false;

// Whatever view is open, and also while the desk is locked, it keeps watch.
function startWatch(): void {
  if (watching) return;
  watching = true;
  void keepAsking();
  startFeed();
  startAlarmClock();
  startDesktopNotices();
}

function Desk(): JSX.Element {
  const [error, setError] = useState<unknown>(null);
  const load = () => {
    setError(null);
    loadDesk().then(startSpool, setError);
  };
  const open = session.state.value === 'open';
  useEffect(startWatch, []);
  useEffect(() => { if (open && !officer.peek()) load(); }, [open]);
  if (error) return <div class="page"><Failure error={error} again={load} /></div>;
  if (!officer.value) return <div class="page" aria-busy="true" />;
  return (
    <div class="shell" inert={!open}>
      <a class="only-heard" href="#main">{t('nav.skip')}</a>
      <Rail />
      <Bar />
      <main id="main" tabIndex={-1}><View /></main>
    </div>
  );
}

export function App(): JSX.Element | null {
  switch (session.state.value) {
    case 'opening': return null;
    case 'none': return <NoSession />;
    case 'locked': return <><Desk /><Lock /></>;
    case 'open': return <Desk />;
  }
}

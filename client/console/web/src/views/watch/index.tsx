// The watch floor: what is new, which notices are in force, how the network is.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { isActual } from '~/state/events';
import { shownEvents } from '~/state/feed';
import { exercises } from '~/state/settings';
import { Feed } from './feed_list';
import { Glance } from './glance';
import { Health } from './health_panel';
import { Notices } from './notices_panel';
import { Watches } from './watches_panel';
import './watch.css';

// Said while exercises are shown, more loudly when there are some.
function ExerciseBand(): JSX.Element | null {
  if (exercises.value === 'off') return null;
  const some = shownEvents.value.some((event) => !isActual(event));
  return <p class="exercise-mark">{t(some ? 'watch.exercise.some' : 'watch.exercise.shown')}</p>;
}

export default function View(): JSX.Element {
  return (
    <div class="watch">
      <h1 class="only-heard">{t('nav.watch')}</h1>
      <ExerciseBand />
      <Glance />
      <div class="watch-columns">
        <Feed />
        <div class="stack"><Notices /><Watches /></div>
      </div>
      <Health />
    </div>
  );
}

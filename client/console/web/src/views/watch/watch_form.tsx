// A new standing watch, or one changed: what it is called and what it is over, by the filter that map and charts have too.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import type { Position } from '~/gen/lightship/v1/report_pb';
import { beginOwnFilter, changeFilter, filter, queryOf } from '~/state/asked';
import { readFilter } from '~/state/filter';
import { circleShape } from '~/state/shape';
import { keepWatch, type NamedWatch, type Watch } from '~/state/watches';
import { Failure } from '~/ui/failure';
import { FilterBar } from '~/ui/filter_bar';
import { PositionField } from '~/ui/position_field';

const usualRadius = '60';
const degreesPerE7 = 1e-7;

// What is chosen in the form is the watch's, not the address's.
function useFilterOf(query: string): void {
  useEffect(() => beginOwnFilter(readFilter(new URLSearchParams(query))), []);
}

function Near(): JSX.Element {
  const [text, setText] = useState('');
  const [position, setPosition] = useState<Position>();
  const [radius, setRadius] = useState(usualRadius);
  useEffect(() => {
    if (position?.latE7 === undefined || position.lonE7 === undefined || !(Number(radius) > 0)) return;
    const shape = circleShape(position.latE7 * degreesPerE7, position.lonE7 * degreesPerE7, Number(radius));
    changeFilter((changed) => (changed.shape = shape));
  }, [position?.latE7, position?.lonE7, radius]);
  return (
    <div class="watch-notice-place">
      <PositionField label={t('watch.form.near')} text={text} onText={setText} onPosition={setPosition} />
      <div class="field"><label for="watch-radius">{t('watch.form.radius')}</label>
        <input id="watch-radius" type="number" min="1" max="5000" value={radius} onInput={(e) => setRadius(e.currentTarget.value)} /></div>
    </div>
  );
}

export function WatchForm({ editing, close }: { editing?: NamedWatch; close: () => void }): JSX.Element {
  const [title, setTitle] = useState(editing?.watch.title ?? '');
  const [error, setError] = useState<unknown>();
  useFilterOf(editing?.watch.query ?? '');
  const keep = (event: Event) => {
    event.preventDefault();
    const watch: Watch = { sound: true, desktop: true, ...editing?.watch, title: title.trim(), query: queryOf(filter.peek()) };
    keepWatch(watch, editing?.name).then(close, setError);
  };
  return (
    <section class="stack watch-form" aria-label={t(editing ? 'watch.change' : 'watch.add')}>
      <FilterBar />
      <Near />
      <form class="stack" onSubmit={keep}>
        <div class="field"><label for="watch-name">{t('watch.form.name')}</label>
          <input id="watch-name" required maxLength={60} value={title} onInput={(e) => setTitle(e.currentTarget.value)} /></div>
        {error !== undefined && <Failure error={error} />}
        <div class="row">
          <button type="submit" class="button primary">{t('common.save')}</button>
          <button type="button" class="button" onClick={close}>{t('common.cancel')}</button>
        </div>
      </form>
    </section>
  );
}

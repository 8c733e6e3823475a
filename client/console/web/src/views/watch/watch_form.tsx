// A new standing watch, or one changed: what it is called and what it is over.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import type { Position } from '~/gen/lightship/v1/report_pb';
import { writeFilter } from '~/state/filter';
import { circleShape } from '~/state/shape';
import { filterOf, keepWatch, type NamedWatch, type Watch } from '~/state/watches';
import { Failure } from '~/ui/failure';
import { PositionField } from '~/ui/position_field';

const usualRadius = '60';
const degreesPerE7 = 1e-7;

function queryWith(before: Watch | undefined, position: Position | undefined, radius: string): string {
  const filter = filterOf(before ?? { title: '', query: '', sound: true, desktop: true });
  if (position?.latE7 !== undefined && position.lonE7 !== undefined) {
    filter.shape = circleShape(position.latE7 * degreesPerE7, position.lonE7 * degreesPerE7, Number(radius));
  }
  const params = new URLSearchParams();
  writeFilter(filter, params);
  return params.toString();
}

export function WatchForm({ editing, close }: { editing?: NamedWatch; close: () => void }): JSX.Element {
  const [title, setTitle] = useState(editing?.watch.title ?? '');
  const [place, setPlace] = useState('');
  const [position, setPosition] = useState<Position>();
  const [radius, setRadius] = useState(usualRadius);
  const [error, setError] = useState<unknown>();
  const keep = (event: Event) => {
    event.preventDefault();
    const query = queryWith(editing?.watch, position, radius);
    const watch: Watch = { sound: true, desktop: true, ...editing?.watch, title: title.trim(), query };
    keepWatch(watch, editing?.name).then(close, setError);
  };
  return (
    <form class="stack note" onSubmit={keep} aria-label={t(editing ? 'watch.change' : 'watch.add')}>
      <div class="field"><label for="watch-name">{t('watch.form.name')}</label>
        <input id="watch-name" required maxLength={60} value={title} onInput={(e) => setTitle(e.currentTarget.value)} /></div>
      <div class="notice-place">
        <PositionField label={t('watch.form.near')} text={place} onText={setPlace} onPosition={setPosition} />
        <div class="field"><label for="watch-radius">{t('watch.form.radius')}</label>
          <input id="watch-radius" type="number" min="1" max="5000" required value={radius} onInput={(e) => setRadius(e.currentTarget.value)} /></div>
      </div>
      {error !== undefined && <Failure error={error} />}
      <div class="row">
        <button type="submit" class="button primary">{t('common.save')}</button>
        <button type="button" class="button" onClick={close}>{t('common.cancel')}</button>
      </div>
    </form>
  );
}

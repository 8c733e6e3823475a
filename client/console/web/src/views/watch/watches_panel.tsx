// The standing watches of this desk: what each is over, and how it tells.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { dropWatch, filterOf, isEverything, keepWatch, watches, type NamedWatch, type Watch } from '~/state/watches';
import { conditions } from '~/ui/conditions';
import { Failure } from '~/ui/failure';
import { chipsOf } from '~/ui/filter_chips';
import { titleOf } from './watch_title';
import { WatchForm } from './watch_form';

// What it is over, in words; nothing for everything.
function overText(watch: Watch): string {
  const over = filterOf(watch);
  const chips = chipsOf(over, conditions()).map(({ name, value }) => t('watch.over', { name, value }));
  return [...chips, over.text ?? ''].filter((one) => one !== '').join(' · ');
}

function Switch({ on, label, flip }: { on: boolean; label: string; flip: (on: boolean) => void }): JSX.Element {
  return <label class="row small"><input type="checkbox" checked={on} onChange={(e) => flip(e.currentTarget.checked)} />{label}</label>;
}

interface LineProps extends NamedWatch {
  keep: (watch: Watch) => void;
  edit: () => void;
  drop: () => void;
}

function WatchLine({ name, watch, keep, edit, drop }: LineProps): JSX.Element {
  return (
    <li class="row">
      <span class="watch-over"><strong>{titleOf(watch)}</strong> <span class="small muted">{overText(watch)}</span></span>
      <span class="push row">
        <Switch on={watch.sound} label={t('watch.sound')} flip={(sound) => keep({ ...watch, sound })} />
        <Switch on={watch.desktop} label={t('watch.desktopNotice')} flip={(desktop) => keep({ ...watch, desktop })} />
        {!isEverything(name) && (
          <>
            <button type="button" class="button quiet" onClick={edit}>{t('watch.change')}</button>
            <button type="button" class="button quiet" onClick={drop}>{t('common.delete')}</button>
          </>
        )}
      </span>
    </li>
  );
}

export function Watches(): JSX.Element {
  const [error, setError] = useState<unknown>();
  const [editing, setEditing] = useState<NamedWatch | 'new' | null>(null);
  const done = (work: Promise<void>) => work.then(() => setError(undefined), setError);
  return (
    <section class="panel" aria-labelledby="watches-title">
      <header>
        <h2 id="watches-title">{t('watch.watches')}</h2>
        <button type="button" class="button push" onClick={() => setEditing('new')}>{t('watch.add')}</button>
      </header>
      <div class="body stack">
        {error !== undefined && <Failure error={error} />}
        <ul class="watch-list">
          {watches.value.map((one) => (
            <WatchLine key={one.name} {...one} keep={(watch) => void done(keepWatch(watch, one.name))}
                       edit={() => setEditing(one)} drop={() => void done(dropWatch(one.name))} />
          ))}
        </ul>
        {editing && <WatchForm editing={editing === 'new' ? undefined : editing} close={() => setEditing(null)} />}
      </div>
    </section>
  );
}

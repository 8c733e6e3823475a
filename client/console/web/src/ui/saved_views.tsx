// Views that were given a name: an address of the console each, kept on this desk's disk.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { Shelf } from '~/state/items';
import { addressOf, navigate, route } from '~/state/route';
import { readView, slugOf, type SavedView } from '~/state/saved_view';
import { Failure } from './failure';

const shelf = new Shelf('views', readView);

function NameForm({ title, label, onName }: { title: string; label: string; onName: (title: string) => void }): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  return (
    <form class="row" onSubmit={(event) => {
      event.preventDefault();
      const named = field.current!.value.trim();
      if (named) onName(named);
    }}>
      <span class="field"><input ref={field} defaultValue={title} required maxLength={60} aria-label={t('views.name')} placeholder={t('views.name')} /></span>
      <button type="submit" class="button">{label}</button>
    </form>
  );
}

function Saved({ name, view, onOpen, act }: {
  name: string; view: SavedView; onOpen: () => void; act: (work: Promise<void>) => void;
}): JSX.Element {
  const renaming = useSignal(false);
  if (renaming.value) {
    return (
      <li>
        <NameForm title={view.title} label={t('common.save')} onName={(title) => {
          renaming.value = false;
          act(shelf.put(name, { ...view, title }));
        }} />
      </li>
    );
  }
  const open = () => {
    navigate(view.path, new URLSearchParams(view.query));
    onOpen();
  };
  return (
    <li class="row">
      <a href={addressOf(view.path, new URLSearchParams(view.query))} onClick={(event) => {
        event.preventDefault();
        open();
      }}>{view.title}</a>
      <button type="button" class="button quiet push" onClick={() => (renaming.value = true)}>{t('views.rename')}</button>
      <button type="button" class="button quiet" onClick={() => act(shelf.remove(name))}>{t('common.delete')}</button>
    </li>
  );
}

export function SavedViews(): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const error = useSignal<unknown>(undefined);
  const act = (work: Promise<void>) => {
    error.value = undefined;
    work.catch((failed: unknown) => (error.value = failed));
  };
  useEffect(() => act(shelf.load()), []);
  const save = (title: string) => {
    const { path, params } = route.peek();
    const taken = shelf.items.peek().map((item) => item.name);
    act(shelf.put(slugOf(title, taken), { title, path, query: params.toString() }));
  };
  return (
    <>
      <button type="button" class="button" aria-haspopup="dialog" onClick={() => dialog.current!.showModal()}>{t('views.open')}</button>
      <dialog ref={dialog} aria-labelledby="views-title">
        <div class="stack views-dialog">
          <h2 id="views-title">{t('views.title')}</h2>
          {error.value !== undefined && <Failure error={error.value} />}
          {shelf.items.value.length === 0 && <p class="muted">{t('views.none')}</p>}
          <ul class="views-list">
            {shelf.items.value.map(({ name, value }) => (
              <Saved key={name} name={name} view={value} onOpen={() => dialog.current!.close()} act={act} />
            ))}
          </ul>
          <h3>{t('views.keep')}</h3>
          <NameForm key={shelf.items.value.length} title="" label={t('common.save')} onName={save} />
          <button type="button" class="button push" onClick={() => dialog.current!.close()}>{t('common.close')}</button>
        </div>
      </dialog>
    </>
  );
}

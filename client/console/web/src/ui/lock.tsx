// What hides the console while nobody is at the desk, and what stands where a session has ended.
import type { JSX, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import mark from '~/ui/lightship.svg';
import { session, type Unlocking } from '~/api/session';
import { t } from '~/i18n/catalogue';
import { lockedNews } from '~/state/feed';
import { acknowledgeTrouble, openTroubles } from '~/state/troubles';

// Above everything, also above a dialog that was open: that is kept as it is, behind it and out of reach.
function useAbove(): RefObject<HTMLDialogElement | null> {
  const element = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = element.current!;
    const show = () => dialog.showModal();
    show();
    // Browsers let a second Escape close any dialog.
    dialog.addEventListener('close', show);
    return () => {
      dialog.removeEventListener('close', show);
      dialog.close();
    };
  }, []);
  return element;
}

function Mark(): JSX.Element {
  return <span class="lock-mark"><img src={mark} alt="" /></span>;
}

export function Lock(): JSX.Element {
  const [outcome, setOutcome] = useState<Unlocking>('open');
  const field = useRef<HTMLInputElement>(null);
  const above = useAbove();
  useEffect(() => field.current?.focus(), []);
  const unlock = async (event: Event) => {
    event.preventDefault();
    setOutcome(await session.unlock(field.current!.value.replace(/\s/g, '')));
    if (field.current) field.current.value = '';
  };
  return (
    <dialog class="lock" ref={above} aria-labelledby="lock-title" onCancel={(event) => event.preventDefault()}>
      <form class="panel stack body" onSubmit={(event) => void unlock(event)} autocomplete="off">
        <Mark />
        <h1 id="lock-title">{t('lock.title')}</h1>
        <p>{t('lock.text')}</p>
        <div role="status">{lockedNews.value > 0 && <p class="note alert"><strong>{t('lock.news', { count: lockedNews.value })}</strong></p>}</div>
        <div class="field">
          <label for="unlock">{t('lock.code')}</label>
          <input id="unlock" ref={field} inputMode="numeric" maxLength={7} required aria-invalid={outcome === 'wrong'} aria-describedby="unlock-wrong" />
          <span id="unlock-wrong" class="wrong" role="alert">{outcome === 'open' ? '' : t(`lock.${outcome}`)}</span>
        </div>
        <button class="button primary" type="submit">{t('lock.open')}</button>
      </form>
    </dialog>
  );
}

// Where a watch was kept, its end is an alarm until somebody has seen it.
function Ended(): JSX.Element | null {
  const [over] = openTroubles.value;
  if (over?.what !== 'sessionOver') return null;
  return (
    <div class="note alert stack" role="alert">
      <strong>{t('watch.trouble.sessionOver')}</strong>
      <button type="button" class="button danger" onClick={() => acknowledgeTrouble(over.key)}>{t('watch.acknowledge')}</button>
    </div>
  );
}

export function NoSession(): JSX.Element {
  return (
    <main class="lock">
      <div class="panel stack body">
        <Mark />
        <h1>{t('nosession.title')}</h1>
        <p>{t('nosession.text')}</p>
        <Ended />
      </div>
    </main>
  );
}

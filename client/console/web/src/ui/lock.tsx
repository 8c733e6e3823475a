// What hides the console while nobody is at the desk, and what stands where a session has ended.
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import mark from '~/ui/lightship.svg';
import { session } from '~/api/session';
import { t } from '~/i18n/catalogue';
import { lockedNews } from '~/state/feed';

export function Lock(): JSX.Element {
  const [wrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const unlock = async (event: Event) => {
    event.preventDefault();
    setWrong(!(await session.unlock(field.current!.value.replace(/\s/g, ''))));
    if (field.current) field.current.value = '';
  };
  return (
    <div class="lock" role="dialog" aria-modal="true" aria-labelledby="lock-title">
      <form class="panel stack body" onSubmit={(event) => void unlock(event)} autocomplete="off">
        <img src={mark} alt="" />
        <h1 id="lock-title">{t('lock.title')}</h1>
        <p>{t('lock.text')}</p>
        <div role="status">{lockedNews.value > 0 && <p class="note alert"><strong>{t('lock.news', { count: lockedNews.value })}</strong></p>}</div>
        <div class="field">
          <label for="unlock">{t('lock.code')}</label>
          <input id="unlock" ref={field} inputMode="numeric" maxLength={7} required aria-invalid={wrong} aria-describedby="unlock-wrong" />
          <span id="unlock-wrong" class="wrong" role="alert">{wrong ? t('lock.wrong') : ''}</span>
        </div>
        <button class="button primary" type="submit">{t('lock.open')}</button>
      </form>
    </div>
  );
}

export function NoSession(): JSX.Element {
  return (
    <main class="lock">
      <div class="panel stack body">
        <img src={mark} alt="" />
        <h1>{t('nosession.title')}</h1>
        <p>{t('nosession.text')}</p>
      </div>
    </main>
  );
}

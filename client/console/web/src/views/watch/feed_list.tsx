// What is new, newest at the top, until somebody has acknowledged it; then what was there before.
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { listText } from '~/i18n/format';
import { acknowledge, acknowledgeAll, arrived, earlier, feedState, openEvents, shownEvents } from '~/state/feed';
import { isOpen } from '~/state/events';
import { isEverything, watches } from '~/state/watches';
import { useNow } from '~/ui/use_now';
import { usePageKeys } from '~/ui/use_page_keys';
import { EarlierRow, EventRow } from './feed_row';
import { newsTexts } from './news_text';
import { titleOf } from './watch_title';

const ageEveryMs = 10_000;
const mostEarlier = 12;

function isTyping(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('input, select, textarea, dialog, [role=application]') !== null;
}

function keyOfFocused(list: Element): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset.key
    ?? list.querySelector<HTMLElement>('[data-open="true"]')?.dataset.key;
}

// By rows, round the ends.
function moveFocus(list: Element, by: number): void {
  const links = [...list.querySelectorAll<HTMLElement>('[data-key] .watch-feed-about')];
  const here = links.findIndex((link) => link.closest('[data-key]')!.contains(document.activeElement));
  links[(here + by + links.length) % links.length]?.focus();
}

function useKeys(list: { current: Element | null }): void {
  usePageKeys((event) => {
    if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || !list.current) return;
    const key = keyOfFocused(list.current);
    if (event.key === 'A') acknowledgeAll();
    else if (event.key === 'a' && key) acknowledge([key]);
    else if (event.key === 'j') moveFocus(list.current, 1);
    else if (event.key === 'k') moveFocus(list.current, -1);
    else return;
    event.preventDefault();
  });
}

// For those who hear the page: what came last.
function Heard(): JSX.Element {
  const [newest] = arrived.value;
  return <p class="only-heard" role="status">{newest ? listText(newsTexts(newest)) : ''}</p>;
}

function Choice({ chosen, choose }: { chosen: string; choose: (name: string) => void }): JSX.Element | null {
  const named = watches.value.filter(({ name }) => !isEverything(name));
  if (named.length === 0) return null;
  return (
    <div class="row" role="group" aria-label={t('watch.feed.of')}>
      <button type="button" class="chip" aria-pressed={chosen === ''} onClick={() => choose('')}>{t('watch.feed.all')}</button>
      {named.map(({ name, watch }) => (
        <button key={name} type="button" class="chip" aria-pressed={chosen === name} onClick={() => choose(name)}>{titleOf(watch)}</button>
      ))}
    </div>
  );
}

function Earlier({ now }: { now: number }): JSX.Element | null {
  if (earlier.value.length === 0) return null;
  return (
    <>
      <h3 class="watch-feed-before">{t('watch.feed.before')}</h3>
      <ol class="watch-feed">{earlier.value.slice(0, mostEarlier).map((one) => <EarlierRow key={one.address} incident={one} now={now} />)}</ol>
    </>
  );
}

export function Feed(): JSX.Element {
  const now = useNow(ageEveryMs);
  const [chosen, choose] = useState('');
  const list = useRef<HTMLOListElement>(null);
  useKeys(list);
  const shown = shownEvents.value.filter((event) => chosen === '' || event.watches.includes(chosen));
  return (
    <section class="panel" aria-labelledby="feed-title">
      <header>
        <h2 id="feed-title">{t('watch.feed.title')}</h2>
        <Choice chosen={chosen} choose={choose} />
        <button type="button" class="button push" disabled={openEvents.value.length === 0} onClick={acknowledgeAll} aria-keyshortcuts="Shift+A">
          {t('watch.acknowledgeAll')} <kbd>⇧A</kbd>
        </button>
      </header>
      <Heard />
      {shown.length === 0 && <p class="body muted watch-feed-quiet">{t(feedState.value === 'lost' ? 'common.notKnown' : 'watch.feed.quiet')}</p>}
      <ol class="watch-feed" ref={list}>{shown.map((event) => <EventRow key={event.id} event={event} now={now} open={isOpen(event)} />)}</ol>
      <Earlier now={now} />
      <p class="watch-feed-keys small muted">{t('watch.feed.keys')}</p>
    </section>
  );
}

// Desktop notices, and the count in the page's title. Others may see the screen: they name a sea, and nothing of what was reported.
import { effect, signal, untracked } from '@preact/signals';
import { session } from '~/api/session';
import { t } from '~/i18n/catalogue';
import { enumName } from '~/i18n/names';
import { navareaText } from '~/i18n/place';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { ReportingArea, ReportingAreaSchema } from '~/gen/lightship/v1/vocabulary_pb';
import type { WatchEvent } from '~/state/events';
import { arrived, lockedNews, openEvents } from '~/state/feed';
import { subject } from '~/state/title';
import { openTroubles } from '~/state/troubles';
import { watches } from '~/state/watches';

type Permission = NotificationPermission | 'unsupported';
export const permission = signal<Permission>('Notification' in globalThis ? Notification.permission : 'unsupported');

// From a click.
export async function askPermission(): Promise<void> {
  permission.value = await Notification.requestPermission();
}

function wanted(event: WatchEvent): boolean {
  return watches.peek().some(({ name, watch }) => watch.desktop && event.watches.includes(name));
}

// Where, if everybody may know it.
function seaOf({ incident }: WatchEvent): string {
  if (!incident || incident.restricted.some((read) => read.partNames.includes('facts'))) return '';
  if (incident.reportingArea !== ReportingArea.UNSPECIFIED) return enumName(ReportingAreaSchema, incident.reportingArea);
  return incident.navarea > 0 ? navareaText(incident.navarea) : '';
}

function textOf(event: WatchEvent): string {
  const status = (event.incident ?? event.notice)?.exerciseStatus;
  const what = event.about === 'notice' ? 'notice' : event.alarm;
  const sea = seaOf(event);
  const text = sea ? t(`watch.desktop.${what}In`, { sea }) : t(`watch.desktop.${what}`);
  return status === ExerciseStatus.ACTUAL ? text : t('watch.desktop.exercise', { text });
}

// Told with a sound and a movement again, though one like it still stands there.
interface Options extends NotificationOptions {
  renotify?: boolean;
}

const manyTag = 'many';

function show(text: string, tag: string): void {
  if (permission.peek() !== 'granted') return;
  const options: Options = { body: text, tag, renotify: tag === manyTag };
  const notice = new Notification(t('watch.desktop.title'), options);
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
}

const mostAtOnce = 3;

function tell(events: WatchEvent[]): void {
  const told = events.filter(wanted);
  if (told.length > mostAtOnce) return show(t('watch.desktop.many', { count: told.length }), manyTag);
  for (const event of told) show(textOf(event), event.id);
}

// Of the page, with how much waits. Behind the lock it names nothing.
function titleNow(): string {
  const count = openEvents.value.length + lockedNews.value + openTroubles.value.length;
  const named = session.state.value === 'open' ? subject.value : '';
  const title = count > 0 ? t('watch.title.waiting', { count }) : t('watch.title.quiet');
  return named ? t('watch.title.of', { subject: named, title }) : title;
}

// Words are looked up aside: what was told is not told again in another language.
function whenever<T>(now: () => T, act: (value: T) => void): void {
  effect(() => {
    const value = now();
    untracked(() => act(value));
  });
}

export function startDesktopNotices(): void {
  whenever(() => arrived.value, tell);
  whenever(() => lockedNews.value, (count) => { if (count > 0) show(t('watch.desktop.many', { count }), manyTag); });
  whenever(() => openTroubles.value, (open) => { for (const one of open) show(t(`watch.desktop.${one.what}`), one.key); });
  effect(() => { document.title = titleNow(); });
}

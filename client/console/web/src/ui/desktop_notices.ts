// Desktop notices, and the count in the page's title. Others may see the screen: they name a sea, and nothing of what was reported.
import { effect, signal } from '@preact/signals';
import { t } from '~/i18n/catalogue';
import { enumName } from '~/i18n/names';
import { navareaNumeral } from '~/i18n/navareas';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { ReportingArea, ReportingAreaSchema } from '~/gen/lightship/v1/vocabulary_pb';
import type { WatchEvent } from '~/state/events';
import { arrived, lockedNews, openEvents } from '~/state/feed';
import { openTroubles } from '~/state/troubles';
import { watches } from '~/state/watches';

export type Permission = NotificationPermission | 'unsupported';
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
  return incident.navarea > 0 ? t('watch.navarea', { number: navareaNumeral(incident.navarea) }) : '';
}

function textOf(event: WatchEvent): string {
  const status = (event.incident ?? event.notice)?.exerciseStatus;
  const what = event.about === 'notice' ? 'notice' : event.alarm;
  const sea = seaOf(event);
  const text = sea ? t(`watch.desktop.${what}In`, { sea }) : t(`watch.desktop.${what}`);
  return status === ExerciseStatus.ACTUAL ? text : t('watch.desktop.exercise', { text });
}

function show(text: string, tag: string): void {
  if (permission.peek() !== 'granted') return;
  const notice = new Notification(t('watch.desktop.title'), { body: text, tag });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
}

const mostAtOnce = 3;

function tell(events: WatchEvent[]): void {
  const told = events.filter(wanted);
  if (told.length > mostAtOnce) return show(t('watch.desktop.many', { count: told.length }), 'many');
  for (const event of told) show(textOf(event), event.id);
}

export function startDesktopNotices(): void {
  effect(() => tell(arrived.value));
  effect(() => { if (lockedNews.value > 0) show(t('watch.desktop.many', { count: lockedNews.value }), 'many'); });
  effect(() => { for (const one of openTroubles.value) show(t(`watch.desktop.${one.what}`), one.key); });
  effect(() => {
    const count = openEvents.value.length + lockedNews.value + openTroubles.value.length;
    document.title = count > 0 ? t('watch.title.waiting', { count }) : t('watch.title.quiet');
  });
}

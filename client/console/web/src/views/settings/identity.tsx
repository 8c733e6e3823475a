// Whose desk this is, which node it asks, and the roots that everything is verified against.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { listText } from '~/i18n/format';
import { economyName } from '~/i18n/names';
import { officer, status } from '~/state/desk';
import { useDeskAnswer } from '~/ui/use_answer';
import { readRoot } from './root';
import { Section } from './section';

export function Identity(): JSX.Element {
  const who = officer.value!;
  const lines: [string, string][] = [
    ['identity', who.identity],
    ['economy', economyName(who.economy)],
    ['roles', listText(who.roles.map((role) => t(`settings.role.${role}`)))],
    ['node', who.node],
    ['nodeVersion', status.value?.softwareVersion ?? t('common.notKnown')],
    ['version', who.softwareVersion],
    ['idle', who.idleMinutes === 0 ? t('settings.idle.never') : t('settings.idle.minutes', { count: who.idleMinutes })],
  ];
  return (
    <Section title={t('settings.desk')}>
      <dl class="settings-facts">
        {lines.map(([key, text]) => <div key={key}><dt>{t(`settings.${key}`)}</dt><dd class={key === 'identity' || key === 'node' ? 'mono' : ''}>{text}</dd></div>)}
      </dl>
      <p class="small muted">{t('settings.key')}</p>
    </Section>
  );
}

export function Roots(): JSX.Element {
  const { roots } = officer.value!;
  const read = useDeskAnswer(() => Promise.all(roots.map(readRoot)), [roots]).value ?? [];
  return (
    <Section title={t('settings.roots')}>
      <p class="small muted">{t('settings.roots.text')}</p>
      <ul class="settings-roots">
        {read.map(({ economy, subject, digest }) => (
          <li key={digest}>
            <strong>{economyName(economy)}</strong> <span class="small">{subject}</span>
            <code class="mono small">{digest}</code>
          </li>
        ))}
      </ul>
    </Section>
  );
}

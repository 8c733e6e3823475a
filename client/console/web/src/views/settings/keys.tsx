// What the keyboard does.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { Section } from './section';

const groups: { title: string; keys: [string, string][] }[] = [
  { title: 'everywhere', keys: [['Tab', 'tab'], ['Esc', 'escape']] },
  { title: 'report', keys: [['← → ↑ ↓', 'chips'], ['Space', 'space'], ['↓ Enter', 'suggest'], ['Ctrl + Enter', 'send']] },
  { title: 'watch', keys: [['J K', 'move'], ['A', 'acknowledge'], ['Shift + A', 'acknowledgeAll']] },
  { title: 'chart', keys: [['← → ↑ ↓', 'chart'], ['+ −', 'zoom'], ['Enter', 'pick']] },
];

export function Keys(): JSX.Element {
  return (
    <Section title={t('settings.keys')}>
      <div class="settings-keys">
        {groups.map(({ title, keys }) => (
          <div key={title}>
            <h3>{t(`settings.keys.${title}`)}</h3>
            <dl>
              {keys.map(([pressed, does]) => (
                <div key={does} class="settings-press"><dt><kbd>{pressed}</kbd></dt><dd>{t(`settings.keys.${title}.${does}`)}</dd></div>
              ))}
            </dl>
          </div>
        ))}
      </div>
    </Section>
  );
}

// How this officer wants to see and hear things.
import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { language } from '~/i18n/language';
import { languageNames, languages } from '~/i18n/languages';
import { sound, theme, themes } from '~/state/settings';
import { askPermission, permission } from '~/ui/desktop_notices';
import { Section } from './section';

interface GroupProps<T extends string> {
  title: string;
  setting: Signal<T>;
  options: readonly T[];
  name: (option: T) => string;
}

function Group<T extends string>({ title, setting, options, name }: GroupProps<T>): JSX.Element {
  const group = useId();
  return (
    <fieldset class="settings-choice">
      <legend>{title}</legend>
      {options.map((option) => (
        <label key={option} class="row">
          <input type="radio" name={group} checked={setting.value === option} onChange={() => { setting.value = option; }} />
          <span lang={setting === (language as Signal<string>) ? option : undefined}>{name(option)}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function Choices(): JSX.Element {
  return (
    <Section title={t('settings.choices')}>
      <div class="settings-choices">
        <Group title={t('bar.theme')} setting={theme} options={themes} name={(one) => t(`theme.${one}`)} />
        <Group title={t('bar.language')} setting={language} options={languages} name={(one) => languageNames[one]} />
        <Group title={t('settings.sound')} setting={sound} options={['on', 'off'] as const} name={(one) => t(`settings.sound.${one}`)} />
      </div>
      <div class="row">
        <span>{t(`settings.desktop.${permission.value}`)}</span>
        {permission.value === 'default' && (
          <button type="button" class="button" onClick={() => void askPermission()}>{t('settings.desktop.ask')}</button>
        )}
      </div>
      <p class="small muted">{t('settings.choices.kept')}</p>
    </Section>
  );
}

// What the page is made of, by the packages' own words at the time of building.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { packages } from './packages';
import { Section } from './section';

export function About(): JSX.Element {
  return (
    <Section title={t('settings.about')}>
      <p class="small muted">{t('settings.about.data')}</p>
      <table class="table">
        <thead><tr><th scope="col">{t('settings.about.package')}</th><th scope="col">{t('settings.about.version')}</th><th scope="col">{t('settings.about.licence')}</th></tr></thead>
        <tbody>
          {packages.map(({ name, version, licence }) => <tr key={name}><td>{name}</td><td class="num">{version}</td><td>{licence}</td></tr>)}
        </tbody>
      </table>
    </Section>
  );
}

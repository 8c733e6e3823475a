// The desk's own page: who sits here, what waits, how things are shown, and what the page is made of.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { mayAct } from '~/state/desk';
import { About } from './about';
import { AudienceForm } from './audience_form';
import { Choices } from './choices';
import { Drafts } from './drafts';
import { Identity, Roots } from './identity';
import { Keys } from './keys';
import { Spool } from './spool';
import './settings.css';

export default function View(): JSX.Element {
  return (
    <div class="page settings">
      <h1>{t('settings.title')}</h1>
      <div class="settings-columns">
        <div class="stack">
          <Identity />
          <Spool />
          <Drafts />
          {mayAct('administrator') && <AudienceForm />}
        </div>
        <div class="stack">
          <Choices />
          <Keys />
          <Roots />
          <About />
        </div>
      </div>
    </div>
  );
}

// Above every view: whose desk, how the node is, theme and language, lock.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { session } from '~/api/session';
import { t } from '~/i18n/catalogue';
import { language } from '~/i18n/language';
import { languageNames, languages, type Language } from '~/i18n/languages';
import { economyName } from '~/i18n/names';
import { nodeAnswers, officer, status } from '~/state/desk';
import { theme, themes, type Theme } from '~/state/settings';
import { Waiting } from './waiting';

function NodeState(): JSX.Element {
  const warnings = status.value?.warnings.length ?? 0;
  const kind = nodeAnswers.value === false ? 'lost' : nodeAnswers.value === null ? 'asking'
    : status.value?.notAccepting ? 'closed' : warnings > 0 ? 'warned' : 'well';
  const dot = { lost: 'alert', asking: '', closed: 'warn', warned: 'warn', well: 'ok' }[kind];
  return (
    <span class="row small" role="status" data-testid="node-state" data-state={kind}>
      <span class={`dot ${dot}`} aria-hidden="true" />
      {t(`bar.node.${kind}`, { economy: officer.value?.economy ?? '', count: warnings })}
    </span>
  );
}

function LockButton(): JSX.Element {
  const [failed, setFailed] = useState(false);
  const lock = async () => setFailed(!(await session.lock()));
  return (
    <>
      <span class="wrong small" role="alert">{failed ? t('lock.failed') : ''}</span>
      <button class="button" type="button" onClick={() => void lock()}>{t('bar.lock')}</button>
    </>
  );
}

export function Bar(): JSX.Element {
  const who = officer.value!;
  const name = who.identity.split(':').pop() ?? '';
  return (
    <header class="no-print">
      <span class="who" title={who.identity}>{economyName(who.economy)} · {name}</span>
      <NodeState />
      <Waiting />
      <div id="bar-view" class="row" />
      <label class="row small push">
        <span class="muted">{t('bar.theme')}</span>
        <span class="field"><select value={theme.value} onChange={(e) => (theme.value = e.currentTarget.value as Theme)}>
          {themes.map((one) => <option key={one} value={one}>{t(`theme.${one}`)}</option>)}
        </select></span>
      </label>
      <label class="row small">
        <span class="muted">{t('bar.language')}</span>
        <span class="field"><select value={language.value} onChange={(e) => (language.value = e.currentTarget.value as Language)}>
          {languages.map((one) => <option key={one} value={one} lang={one}>{languageNames[one]}</option>)}
        </select></span>
      </label>
      <LockButton />
    </header>
  );
}

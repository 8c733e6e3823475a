// Drafts that no tab holds: when each was kept, what it is about, go on with it or discard it.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { momentText } from '~/i18n/format';
import { dropDraft, freeDrafts, type KeptDraft } from '~/state/drafts';
import { Link } from './link';

function DraftLine({ draft: { name, value, changedAt } }: { draft: KeptDraft }): JSX.Element {
  return (
    <li>
      <span class="num muted">{momentText(changedAt)}</span>
      <span>{value.title || t('drafts.little')}</span>
      <Link path="/report" params={new URLSearchParams({ draft: name })} class="button">{t('drafts.continue')}</Link>
      <button type="button" class="button quiet" onClick={() => void dropDraft(name)}>{t('drafts.discard')}</button>
    </li>
  );
}

export function DraftsList(): JSX.Element {
  return <ul class="drafts-list">{freeDrafts.value.map((draft) => <DraftLine key={draft.name} draft={draft} />)}</ul>;
}

// Drafts: that one was restored, and those that wait.
import type { JSX } from 'preact';
import { ActStageSchema } from '~/gen/lightship/v1/vocabulary_pb';
import { t } from '~/i18n/catalogue';
import { enumName } from '~/i18n/names';
import { begin, discard, restore, restoredFrom } from './desk_form';
import { dropDraft, type KeptDraft } from './drafts';
import { lookForDrafts, otherDrafts } from './opening';

function momentText(at: Date): string {
  const text = at.toISOString();
  return text.slice(0, 10) === new Date().toISOString().slice(0, 10) ? `${text.slice(11, 16)}Z` : `${text.slice(0, 10)} ${text.slice(11, 16)}Z`;
}

export function aboutDraft({ value }: KeptDraft): string {
  const { account, beginning } = value;
  const said = [
    beginning && t(`report.title.${beginning.how}`, { address: beginning.address }), account.act ? enumName(ActStageSchema, account.act) : '',
    account.ships[0]?.name, account.place || account.position, account.time,
  ];
  return said.filter(Boolean).join(' · ') || t('report.draft.little');
}

function DraftLine({ draft }: { draft: KeptDraft }): JSX.Element {
  const drop = async () => {
    await dropDraft(draft.name);
    await lookForDrafts();
  };
  const take = async () => {
    await restore(draft);
    await lookForDrafts();
  };
  return (
    <li class="row">
      <span class="num muted">{momentText(draft.changedAt)}</span>
      <span>{aboutDraft(draft)}</span>
      <button type="button" class="button push" onClick={() => void take()}>{t('report.draft.continue')}</button>
      <button type="button" class="button quiet" onClick={() => void drop()}>{t('report.draft.discard')}</button>
    </li>
  );
}

export function DraftsBar(): JSX.Element | null {
  const from = restoredFrom.value;
  const others = otherDrafts.value;
  const afresh = () => {
    begin();
    void lookForDrafts();
  };
  return (
    <>
      {from && (
        <div class="note ok row" role="status">
          {t('report.draft.restored', { at: momentText(from) })}
          <button type="button" class="button push" onClick={afresh}>{t('report.draft.afresh')}</button>
          <button type="button" class="button quiet" onClick={() => void discard()}>{t('report.draft.discard')}</button>
        </div>
      )}
      {others.length > 0 && (
        <details class="note report-drafts">
          <summary>{t('report.draft.others', { count: others.length })}</summary>
          <ul>{others.map((draft) => <DraftLine key={draft.name} draft={draft} />)}</ul>
        </details>
      )}
    </>
  );
}

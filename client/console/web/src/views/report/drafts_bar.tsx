// Drafts: that one was restored, and those that wait.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { momentText } from '~/i18n/format';
import { freeDrafts, lookForDrafts } from '~/state/drafts';
import { navigate } from '~/state/route';
import { DraftsList } from '~/ui/drafts_list';
import { begin, discard, restoredFrom } from './desk_form';

export function DraftsBar(): JSX.Element {
  const from = restoredFrom.value;
  const count = freeDrafts.value.length;
  const afresh = () => {
    begin();
    navigate('/report', undefined, 'replace');
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
      {count > 0 && (
        <details class="note report-drafts">
          <summary>{t('report.draft.others', { count })}</summary>
          <DraftsList />
        </details>
      )}
    </>
  );
}

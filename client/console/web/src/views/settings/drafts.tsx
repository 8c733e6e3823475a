// Reports that were begun and not sent.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { freeDrafts, lookForDrafts } from '~/state/drafts';
import { DraftsList } from '~/ui/drafts_list';
import { Failure } from '~/ui/failure';
import { useDeskAnswer } from '~/ui/use_answer';
import { Section } from './section';

export function Drafts(): JSX.Element {
  const { error, again } = useDeskAnswer(lookForDrafts, []);
  return (
    <Section title={t('settings.drafts')}>
      {error !== undefined && <Failure error={error} again={again} />}
      {freeDrafts.value.length === 0 ? <p class="muted">{t('settings.drafts.none')}</p> : <DraftsList />}
    </Section>
  );
}

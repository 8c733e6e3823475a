// At the foot: what is wrong, where the draft stands, and the step forward.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { momentText } from '~/i18n/format';
import { nodeAnswers } from '~/state/desk';
import { failureText } from '~/ui/failure';
import { ConnectError } from '@connectrpc/connect';
import { discard, keepError, keptAt, problems, stage, tried } from './desk_form';
import type { FieldName } from './problems';

interface Props {
  busy: boolean;
  error: unknown;
  forward: () => void;
  focus: (field: FieldName) => void;
}

function Kept(): JSX.Element | null {
  if (keepError.value) return <span class="small doubt" role="alert">{t('report.draft.notKept')}</span>;
  if (!keptAt.value) return null;
  return (
    <span class="small muted">
      {t('report.draft.kept', { at: momentText(keptAt.value) })}{' '}
      <button type="button" class="button quiet" onClick={() => void discard()}>{t('report.draft.discard')}</button>
    </span>
  );
}

function Problems({ focus }: Pick<Props, 'focus'>): JSX.Element | null {
  if (!tried.value || problems.value.length === 0) return null;
  return (
    <div role="alert"><ul class="report-problems">
      {problems.value.map(({ field, text }) => (
        <li key={field + text}>
          {field ? <button type="button" class="button quiet" onClick={() => focus(field)}>{text}</button> : text}
        </li>
      ))}
    </ul></div>
  );
}

export function ActionBar({ busy, error, forward, focus }: Props): JSX.Element {
  const review = stage.value === 'review';
  const action = !review ? 'report.toReview' : nodeAnswers.value === false ? 'report.signAndKeep' : 'report.signAndSend';
  return (
    <footer class="report-bar">
      {stage.value === 'writing' && <Problems focus={focus} />}
      {error !== null && <p class="doubt" role="alert">{failureText(error)} {ConnectError.from(error).rawMessage}</p>}
      <div class="row">
        <Kept />
        <span class="push small muted">{t('report.keys')}</span>
        {review && <button type="button" class="button" onClick={() => (stage.value = 'writing')}>{t('report.review.back')}</button>}
        <button type="button" class="button primary" disabled={busy} onClick={forward}>{t(action)}</button>
      </div>
    </footer>
  );
}

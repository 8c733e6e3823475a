// An error of a call, for people: what is the matter, by its reason; the node's own words below it.
import { Code, ConnectError } from '@connectrpc/connect';
import type { JSX } from 'preact';
import { isUnreachable, reasonOf, violationsOf } from '~/api/errors';
import { hasText, t } from '~/i18n/catalogue';

export function failureText(error: unknown): string {
  const reason = reasonOf(error);
  if (reason && hasText(`reason.${reason}`)) return t(`reason.${reason}`);
  if (isUnreachable(error)) return t('failure.unreachable');
  const code = Code[ConnectError.from(error).code];
  return hasText(`failure.${code}`) ? t(`failure.${code}`) : t('failure.other');
}

export function Failure({ error, again }: { error: unknown; again?: () => void }): JSX.Element {
  const violations = violationsOf(error);
  return (
    <div class="note alert" role="alert">
      <strong>{failureText(error)}</strong>
      {violations.length > 0
        ? <ul>{violations.map((violation) => <li key={violation.field}><code>{violation.field}</code> {violation.description}</li>)}</ul>
        : <p class="small">{ConnectError.from(error).rawMessage}</p>}
      {again && <button class="button" type="button" onClick={again}>{t('common.tryAgain')}</button>}
    </div>
  );
}

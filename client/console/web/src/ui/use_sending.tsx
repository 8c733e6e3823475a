// Signing and sending a draft: while it goes, what came of it, and what went wrong.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { desk } from '~/api/clients';
import { t } from '~/i18n/catalogue';
import type { Draft, SendResponse, Violation } from '~/gen/lightship/console/v1/desk_pb';
import { noteAnswer } from '~/state/desk';
import { Failure } from './failure';

export interface Sending {
  busy: boolean;
  sent?: SendResponse;
  violations: Violation[];
  error?: unknown;
  send: (draft: () => Promise<Draft>) => void;
}

type Outcome = Omit<Sending, 'send'>;
const idle: Outcome = { busy: false, violations: [] };

async function signAndSend(make: () => Promise<Draft>): Promise<Outcome> {
  const draft = await make();
  const { violations } = await desk.review({ draft });
  if (violations.length > 0) return { ...idle, violations };
  return { ...idle, sent: await desk.send({ draft }) };
}

export function useSending(): Sending {
  const [outcome, setOutcome] = useState<Outcome>(idle);
  const send = (make: () => Promise<Draft>) => {
    setOutcome({ ...idle, busy: true });
    signAndSend(make).then(setOutcome, (error: unknown) => {
      noteAnswer(error);
      setOutcome({ ...idle, error });
    });
  };
  return { ...outcome, send };
}

export function SendingOutcome({ sending: { sent, violations, error } }: { sending: Sending }): JSX.Element {
  return (
    <div role="status">
      {violations.length > 0 && (
        <div class="note alert"><strong>{t('sending.wrong')}</strong>
          <ul>{violations.map((one) => <li key={one.field}><code>{one.field}</code> {one.description}</li>)}</ul></div>
      )}
      {error !== undefined && <Failure error={error} />}
      {sent?.receipt && <p class="note ok">{t('sending.sent', { address: sent.receipt.address })}</p>}
      {sent && !sent.receipt && <p class="note warn">{t('sending.waits', { why: sent.waitsBecause })}</p>}
    </div>
  );
}

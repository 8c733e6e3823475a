// Signing and sending a draft: while it goes, what came of it, and what went wrong.
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { desk } from '~/api/clients';
import { isUndecided } from '~/api/errors';
import { t } from '~/i18n/catalogue';
import type { Draft, SendResponse, Violation } from '~/gen/lightship/console/v1/desk_pb';
import { attemptOf } from '~/state/attempt';
import { noteAnswer } from '~/state/desk';
import { newDraftName } from '~/state/drafts';
import { lookAtSpool } from '~/state/spool';
import { Failure } from './failure';

interface Sending {
  busy: boolean;
  sent?: SendResponse;
  violations: Violation[];
  error?: unknown;
  // `of`: what was typed. Sent again unchanged after an answer that never came, the draft of the first time is handed in.
  // Once at a time: what is pressed twice is signed once. Without a draft nothing is sent.
  send: (draft: () => Promise<Draft | undefined>, of?: unknown) => void;
}

type Outcome = Omit<Sending, 'send'>;
const idle: Outcome = { busy: false, violations: [] };

async function signAndSend(draft: Draft, name: string): Promise<Outcome> {
  const { violations } = await desk.review({ draft });
  if (violations.length > 0) return { ...idle, violations };
  return { ...idle, sent: await desk.send({ draft, attempt: await attemptOf(name, draft) }) };
}

export function useSending(): Sending {
  const [outcome, setOutcome] = useState<Outcome>(idle);
  const name = useRef('');
  const undecided = useRef<{ of: unknown; draft: Draft } | null>(null);
  const attempt = async (make: () => Promise<Draft | undefined>, of: unknown) => {
    const before = undecided.current;
    const draft = of !== undefined && before?.of === of ? before.draft : await make();
    if (!draft) return idle;
    name.current ||= newDraftName();
    undecided.current = { of, draft };
    try {
      const done = await signAndSend(draft, name.current);
      undecided.current = null;
      if (done.sent) {
        name.current = '';
        void lookAtSpool().catch(() => undefined);
      }
      return done;
    } catch (error) {
      if (!isUndecided(error)) undecided.current = null;
      throw error;
    }
  };
  const going = useRef(false);
  const send = (make: () => Promise<Draft | undefined>, of?: unknown) => {
    if (going.current) return;
    going.current = true;
    setOutcome({ ...idle, busy: true });
    attempt(make, of).then(setOutcome, (error: unknown) => {
      noteAnswer(error);
      setOutcome({ ...idle, error });
    }).finally(() => { going.current = false; });
  };
  return { ...outcome, send };
}

// Of what is in the log: what is still to be done for it here.
export function AfterSending({ sent: { attachmentsWaitBecause, diskTrouble } }: { sent: SendResponse }): JSX.Element {
  return (
    <>
      {attachmentsWaitBecause !== '' && <p class="note warn">{t('sending.filesWait', { why: attachmentsWaitBecause })}</p>}
      {diskTrouble !== '' && <p class="note warn">{t('sending.diskTrouble', { why: diskTrouble })}</p>}
    </>
  );
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
      {sent && <AfterSending sent={sent} />}
      {sent && !sent.receipt && <p class="note warn">{t('sending.waits', { why: sent.waitsBecause })}</p>}
    </div>
  );
}

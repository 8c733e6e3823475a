// Signed statements that wait for the node, and the way to hand them in now.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SendSpoolResponse } from '~/gen/lightship/console/v1/desk_pb';
import { StatementKindSchema } from '~/gen/lightship/v1/statement_pb';
import { t } from '~/i18n/catalogue';
import { timeText } from '~/i18n/format';
import { enumName } from '~/i18n/names';
import { incidentPath } from '~/state/incident_path';
import { handedIn, handIn, lookAtSpool, waiting, waitingFiles } from '~/state/spool';
import { Failure } from '~/ui/failure';
import { FilesWaiting } from '~/ui/files_waiting';
import { Link } from '~/ui/link';
import { useDeskAnswer } from '~/ui/use_answer';
import { Section } from './section';

function Outcome({ outcome }: { outcome: SendSpoolResponse }): JSX.Element {
  return (
    <div class={`note ${outcome.refused > 0 ? 'alert' : outcome.left > 0 ? 'warn' : 'ok'}`} role="status">
      <p>{t('settings.spool.outcome', { sent: outcome.sent, refused: outcome.refused, left: outcome.left })}</p>
      {outcome.addresses.length > 0 && (
        <p class="row">{outcome.addresses.map((address) => <Link key={address} path={incidentPath(address)}>{address}</Link>)}</p>
      )}
      {outcome.refusals.length > 0 && <ul>{outcome.refusals.map((why) => <li key={why}>{why}</li>)}</ul>}
      {outcome.diskTrouble !== '' && <p>{t('settings.spool.diskTrouble', { why: outcome.diskTrouble })}</p>}
    </div>
  );
}

export function Spool(): JSX.Element {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const listed = useDeskAnswer(lookAtSpool, []);
  const shown = waiting.value;
  const sendNow = async () => {
    setBusy(true);
    setError(null);
    await handIn().catch(setError);
    setBusy(false);
  };
  const nothing = shown.length + waitingFiles.value.length === 0;
  const action = !nothing && (
    <button type="button" class="button primary" disabled={busy} onClick={() => void sendNow()}>{t('settings.spool.send')}</button>
  );
  return (
    <Section title={t('settings.spool')} action={action}>
      {listed.error !== undefined && <Failure error={listed.error} again={listed.again} />}
      {error !== null && <Failure error={error} />}
      {handedIn.value && <Outcome outcome={handedIn.value} />}
      <FilesWaiting />
      {nothing && <p class="muted">{t('settings.spool.empty')}</p>}
      {shown.length > 0 && (
        <table class="table">
          <thead><tr><th scope="col">{t('settings.spool.kind')}</th><th scope="col">{t('settings.spool.signed')}</th><th scope="col">{t('settings.spool.file')}</th></tr></thead>
          <tbody>
            {shown.map(({ file, kind, createdAt }) => (
              <tr key={file}><td>{enumName(StatementKindSchema, kind)}</td><td class="num">{timeText(createdAt)}</td><td class="mono">{file}</td></tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

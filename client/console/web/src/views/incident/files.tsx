// Photos and documents of the reports.
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Attachment } from '~/gen/lightship/v1/report_pb';
import { t } from '~/i18n/catalogue';
import { sizeText } from '~/i18n/format';
import { Failure } from '~/ui/failure';
import { comesAfterMs, fetchFile, WrongBytes } from './fetch_file';
import type { Page } from './page';
import { idOf, reportsOf } from './reports';
import { absenceText } from './withheld';

type State =
  | { kind: 'idle' | 'wrong' }
  | { kind: 'coming'; share: number }
  | { kind: 'notHere' }
  | { kind: 'failed'; error: unknown }
  | { kind: 'here'; url: string };

const kibi = 1024;
// Shown without being asked for, up to this size.
const previewBytes = 8 * kibi * kibi;

function isImage({ mimeType }: Attachment): boolean {
  return ['image/jpeg', 'image/png', 'image/webp'].includes(mimeType);
}

function useFile(attachment: Attachment, wanted: boolean): { state: State; again: () => void } {
  const [state, setState] = useState<State>({ kind: 'idle' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (!wanted) return;
    const abort = new AbortController();
    let url = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState({ kind: 'coming', share: 0 });
    fetchFile(attachment, (share) => setState({ kind: 'coming', share }), abort.signal).then(
      (bytes) => {
        if (abort.signal.aborted) return;
        url = URL.createObjectURL(new Blob([bytes], { type: isImage(attachment) ? attachment.mimeType : 'application/octet-stream' }));
        setState({ kind: 'here', url });
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const wait = comesAfterMs(error);
        if (wait !== undefined) timer = setTimeout(() => setRound((n) => n + 1), wait);
        setState(wait !== undefined ? { kind: 'notHere' } : error instanceof WrongBytes ? { kind: 'wrong' } : { kind: 'failed', error });
      },
    );
    return () => {
      abort.abort();
      clearTimeout(timer);
      if (url) URL.revokeObjectURL(url);
    };
  }, [wanted, round, idOf(attachment.sha256)]);
  return { state, again: () => setRound((n) => n + 1) };
}

function FileView({ address, attachment }: { address: string; attachment: Attachment }): JSX.Element {
  const [asked, setAsked] = useState(isImage(attachment) && attachment.size <= previewBytes);
  const { state, again } = useFile(attachment, asked);
  const name = attachment.fileName || t('incident.unnamedFile');
  return (
    <li class="incident-file">
      <div class="row">
        <strong>{name}</strong>
        <span class="small muted">{attachment.mimeType} · {sizeText(Number(attachment.size))} · <span class="mono">{address}</span></span>
      </div>
      {attachment.caption && <p>{attachment.caption}</p>}
      {state.kind === 'idle' && <button class="button incident-small" type="button" onClick={() => setAsked(true)}>{t('incident.fetch')}</button>}
      {state.kind === 'coming' && <progress max={1} value={state.share} aria-label={t('incident.fetching', { name })} />}
      {state.kind === 'notHere' && <p class="note" role="status">{t('incident.notHereYet')}</p>}
      {state.kind === 'wrong' && <p class="note alert" role="alert">{t('incident.wrongBytes')}</p>}
      {state.kind === 'failed' && <Failure error={state.error} again={again} />}
      {state.kind === 'here' && isImage(attachment) && <span class="incident-photo"><img src={state.url} alt={attachment.caption || name} /></span>}
      {state.kind === 'here' && <a class="button incident-small" href={state.url} download={name}>{t('incident.save')}</a>}
    </li>
  );
}

export function Files({ incident }: Page): JSX.Element | null {
  const reports = reportsOf(incident);
  const hidden = reports.flatMap((report) => report.withheld.filter(({ name }) => name.startsWith('attachment/')).map((part) => ({ report, part })));
  if (hidden.length === 0 && reports.every(({ attachments }) => attachments.length === 0)) return null;
  return (
    <section class="panel" aria-labelledby="incident-files">
      <header><h2 id="incident-files">{t('incident.files')}</h2></header>
      <ul class="body incident-files">
        {reports.flatMap(({ address, attachments }) => attachments.map((attachment) => (
          <FileView key={address + idOf(attachment.sha256)} address={address} attachment={attachment} />
        )))}
        {hidden.map(({ report, part }) => (
          <li key={report.address + part.name} class="muted"><span class="mono">{report.address} {part.name}</span>: {absenceText(report, part)}</li>
        ))}
      </ul>
    </section>
  );
}

// Files that go with the report: kept on the desk's disk at once, sent after the report is.
import { base64Encode } from '@bufbuild/protobuf/wire';
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { desk } from '~/api/clients';
import { t } from '~/i18n/catalogue';
import { sizeText } from '~/i18n/format';
import { Failure } from '~/ui/failure';
import { form } from './desk_form';
import { Field } from './field';
import { acceptedTypes, refusalOf } from './file_rules';
import type { KeptFile } from './form';

function setFiles(files: KeptFile[]): void {
  form.value = { ...form.peek(), files };
}

async function keepFile(file: File): Promise<KeptFile> {
  const content = new Uint8Array(await file.arrayBuffer());
  const { attachment } = await desk.keepAttachment({ fileName: file.name, content });
  return {
    digest: base64Encode(attachment!.sha256), mimeType: attachment!.mimeType, size: Number(attachment!.size),
    fileName: attachment!.fileName, caption: attachment!.caption,
  };
}

function FileLine({ file }: { file: KeptFile }): JSX.Element {
  const { files } = form.value;
  const caption = useId();
  const change = (text: string) => setFiles(files.map((one) => (one.digest === file.digest ? { ...one, caption: text } : one)));
  return (
    <li class="report-file">
      <span><strong>{file.fileName}</strong> <span class="muted small">{t('report.files.size', { type: file.mimeType, size: sizeText(file.size) })}</span></span>
      <label class="only-heard" for={caption}>{t('report.files.caption', { file: file.fileName })}</label>
      <input id={caption} value={file.caption} placeholder={t('report.files.captionShort')} onInput={(event) => change(event.currentTarget.value)} />
      <button type="button" class="button quiet" onClick={() => setFiles(files.filter((one) => one !== file))}>
        {t('common.delete')}<span class="only-heard">{file.fileName}</span>
      </button>
    </li>
  );
}

export function Attachments(): JSX.Element {
  const { files } = form.value;
  const picker = useId();
  const [refused, setRefused] = useState<string[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [over, setOver] = useState(false);
  const add = async (list: FileList | null | undefined) => {
    const chosen = [...(list ?? [])];
    setRefused(chosen.map(refusalOf).filter((text) => text !== ''));
    setError(null);
    for (const file of chosen.filter((one) => refusalOf(one) === '')) {
      const kept = await keepFile(file);
      setFiles([...form.peek().files.filter(({ digest }) => digest !== kept.digest), kept]);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void add(event.dataTransfer?.files).catch(setError);
  };
  return (
    <section class={`panel body stack ${over ? 'report-over' : ''}`} aria-labelledby="report-files" onDrop={drop}
             onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}>
      <h2 id="report-files">{t('report.files')}</h2>
      <Field name="files" label={t('report.files.label')} hint={t('report.files.limits')} group>
        <div class="row">
          <label class="button" for={picker}>{t('report.files.choose')}</label>
          <input id={picker} class="only-heard" type="file" multiple accept={acceptedTypes.join(',')}
                 onChange={(event) => { void add(event.currentTarget.files).catch(setError); event.currentTarget.value = ''; }} />
          <span class="muted small">{t('report.files.drop')}</span>
        </div>
      </Field>
      {refused.map((text) => <p key={text} class="note alert" role="alert">{text}</p>)}
      {error !== null && <Failure error={error} />}
      {files.length > 0 && <ul class="report-files">{files.map((file) => <FileLine key={file.digest} file={file} />)}</ul>}
    </section>
  );
}

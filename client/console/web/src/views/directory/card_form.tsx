// A new contact card, or one that replaces another.
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import type { ContactCard } from '~/gen/lightship/v1/contact_pb';
import { manifestAt } from '~/state/manifest';
import { Dialog } from '~/ui/dialog';
import { SendingOutcome, useSending } from '~/ui/use_sending';
import { AreasField } from './areas_field';
import { draftCard, entryOf, type CardEntry } from './card_draft';

type TextKey = { [Key in keyof CardEntry]: CardEntry[Key] extends string ? Key : never }[keyof CardEntry];
type CheckKey = 'isPerson' | 'tried' | 'exercise';

interface FieldsProps {
  entry: CardEntry;
  change: (part: Partial<CardEntry>) => void;
}

function Text({ of, entry, change, required = false }: FieldsProps & { of: TextKey; required?: boolean }): JSX.Element {
  return (
    <div class="field"><label for={`card-${of}`}>{t(`directory.form.${of}`)}</label>
      <input id={`card-${of}`} required={required} value={entry[of]} onInput={(e) => change({ [of]: e.currentTarget.value })} /></div>
  );
}

function Day({ of, entry, change }: FieldsProps & { of: TextKey }): JSX.Element {
  return (
    <div class="field"><label for={`card-${of}`}>{t(`directory.form.${of}`)}</label>
      <input id={`card-${of}`} type="date" value={entry[of]} onInput={(e) => change({ [of]: e.currentTarget.value })} /></div>
  );
}

function Lines({ of, entry, change }: FieldsProps & { of: TextKey }): JSX.Element {
  return (
    <div class="field"><label for={`card-${of}`}>{t(`directory.form.${of}`)}</label>
      <textarea id={`card-${of}`} rows={2} value={entry[of]} onInput={(e) => change({ [of]: e.currentTarget.value })} /></div>
  );
}

function Check({ of, entry, change, disabled }: FieldsProps & { of: CheckKey; disabled?: boolean }): JSX.Element {
  return (
    <label class="row"><input type="checkbox" checked={entry[of]} disabled={disabled} onChange={(e) => change({ [of]: e.currentTarget.checked })} />{t(`directory.form.${of}`)}</label>
  );
}

function Fields(props: FieldsProps & { replaces: boolean }): JSX.Element {
  return (
    <>
      <div class="directory-card-pair"><Text of="agency" required {...props} /><Text of="role" required {...props} /></div>
      <div class="directory-card-pair"><Text of="name" {...props} /><Text of="hours" {...props} /></div>
      <div class="directory-card-pair"><Lines of="phones" {...props} /><Lines of="emails" {...props} /></div>
      <div class="directory-card-pair"><Lines of="inmarsat" {...props} /><Lines of="languages" {...props} /></div>
      <p class="small muted">{t('directory.form.lines')}</p>
      <div class="directory-card-pair"><Day of="validFrom" {...props} /><Day of="validTo" {...props} /></div>
      <AreasField of={props.entry.areas} change={(areas) => props.change({ areas })} />
      <Check of="isPerson" {...props} />
      <Check of="tried" {...props} />
      <Check of="exercise" disabled={props.replaces} {...props} />
    </>
  );
}

export function CardForm({ replaced, close, done }: { replaced?: ContactCard; close: () => void; done: () => void }): JSX.Element {
  const [entry, setEntry] = useState<CardEntry>(() => entryOf(replaced));
  const sending = useSending();
  const leave = sending.sent ? done : close;
  const reachable = [entry.phones, entry.emails, entry.inmarsat].some((text) => text.trim() !== '');
  const submit = (event: Event) => {
    event.preventDefault();
    sending.send(async () => draftCard(entry, new Date(), replaced && { card: replaced, manifest: await manifestAt(replaced.address) }), entry);
  };
  return (
    <Dialog title={replaced ? t('directory.form.replace', { address: replaced.address }) : t('directory.add')} close={leave}>
      <form class="stack directory-card-form" onSubmit={submit}>
        <Fields entry={entry} change={(part) => setEntry((before) => ({ ...before, ...part }))} replaces={replaced !== undefined} />
        {!reachable && <p class="small muted">{t('directory.form.reach')}</p>}
        <SendingOutcome sending={sending} />
        <div class="row">
          {!sending.sent && <button type="submit" class="button primary" disabled={sending.busy || !reachable}>{t(sending.busy ? 'sending.busy' : 'sending.send')}</button>}
          <button type="button" class="button" onClick={leave}>{t(sending.sent ? 'common.close' : 'common.cancel')}</button>
        </div>
      </form>
    </Dialog>
  );
}

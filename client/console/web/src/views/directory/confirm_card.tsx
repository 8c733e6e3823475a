// "Tried it, it works": the same card again, confirmed now; it replaces the old one.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import type { ContactCard } from '~/gen/lightship/v1/contact_pb';
import { manifestAt } from '~/state/manifest';
import { Dialog } from '~/ui/dialog';
import { SendingOutcome, useSending } from '~/ui/use_sending';
import { Card } from './card';
import { confirmed } from './card_draft';

export function ConfirmCard({ card, close, done }: { card: ContactCard; close: () => void; done: () => void }): JSX.Element {
  const sending = useSending();
  const leave = sending.sent ? done : close;
  return (
    <Dialog title={t('directory.confirm.title')} close={leave}>
      <p>{t('directory.confirm.text')}</p>
      <Card card={card} heading="h3" />
      <SendingOutcome sending={sending} />
      <div class="row">
        {!sending.sent && (
          <button type="button" class="button primary" disabled={sending.busy}
                  onClick={() => sending.send(async () => confirmed(card, await manifestAt(card.address), new Date()), card)}>
            {t(sending.busy ? 'sending.busy' : 'directory.confirm.send')}
          </button>
        )}
        <button type="button" class="button" onClick={leave}>{t(sending.sent ? 'common.close' : 'common.cancel')}</button>
      </div>
    </Dialog>
  );
}

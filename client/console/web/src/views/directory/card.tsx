// One contact card: whom, how to reach them, when, and whether anybody has tried it lately.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { dayText, listText } from '~/i18n/format';
import { economyName, enumName, languageName } from '~/i18n/names';
import { ContactState, ContactStateSchema, type ContactCard } from '~/gen/lightship/v1/contact_pb';
import { ExerciseStatus } from '~/gen/lightship/v1/statement_pb';
import { dialled } from './card_search';
import { areaText, concernText, validityText } from './card_text';

function Line({ label, children }: { label: string; children: JSX.Element | string | JSX.Element[] }): JSX.Element {
  return <><dt>{label}</dt><dd>{children}</dd></>;
}

function Reach({ card }: { card: ContactCard }): JSX.Element {
  const { phones = [], emails = [], inmarsat = [] } = card.contact ?? {};
  return (
    <ul class="directory-contact-reach">
      {phones.map((phone) => <li key={phone}><a class="num" href={`tel:${dialled(phone)}`}>{phone}</a></li>)}
      {inmarsat.map((number) => <li key={number}><span class="muted small">{t('directory.inmarsat')}</span> <span class="num">{number}</span></li>)}
      {emails.map((email) => <li key={email}><a href={`mailto:${encodeURIComponent(email)}`}>{email}</a></li>)}
    </ul>
  );
}

function Tags({ card }: { card: ContactCard }): JSX.Element {
  return (
    <p class="row directory-contact-tags">
      {card.exerciseStatus !== ExerciseStatus.ACTUAL && <span class="tag warn">{t('watch.exercise.mark')}</span>}
      {card.state !== ContactState.CURRENT && (
        <span class="tag">{card.replacedBy ? t('directory.replaced', { by: card.replacedBy }) : enumName(ContactStateSchema, card.state)}</span>
      )}
      {card.concerns.map((concern) => <span key={concern} class="tag warn">{concernText(concern, card.contact!)}</span>)}
      {card.doubtful && <span class="tag alert">{t('directory.doubtful')}</span>}
      {card.restricted && <span class="tag">{t('notice.restricted')}</span>}
    </p>
  );
}

export interface CardActs {
  replace: (card: ContactCard) => void;
  confirm: (card: ContactCard) => void;
}

interface CardProps {
  card: ContactCard;
  // Below which heading it stands.
  heading: 'h3' | 'h4';
  reason?: string;
  acts?: CardActs;
}

export function Card({ card, heading: Heading, reason, acts }: CardProps): JSX.Element {
  const contact = card.contact!;
  return (
    <article class="directory-contact" aria-label={t('directory.card', { agency: contact.agency, economy: economyName(card.economy) })}>
      <div class="row"><Heading>{contact.agency}</Heading><span class="small muted push mono">{card.address}</span></div>
      <p class="small muted">{[contact.role, contact.name, economyName(card.economy)].filter((one) => one !== '').join(' · ')}</p>
      {reason && <p class="directory-contact-reason">{reason}</p>}
      <Reach card={card} />
      <Tags card={card} />
      <dl>
        {contact.hours && <Line label={t('directory.hours')}>{contact.hours}</Line>}
        {contact.languages.length > 0 && <Line label={t('directory.languages')}>{listText(contact.languages.map((tag) => languageName(tag) || tag))}</Line>}
        {contact.areas.length > 0 && <Line label={t('directory.areas')}>{contact.areas.map((area) => <span key={areaText(area)} class="directory-contact-area">{areaText(area)}</span>)}</Line>}
        <Line label={t('directory.confirmed')}>{contact.lastConfirmed ? dayText(contact.lastConfirmed) : t('directory.concern.never')}</Line>
        {(contact.validFrom || contact.validTo) && <Line label={t('directory.valid')}>{validityText(contact)}</Line>}
      </dl>
      {acts && (
        <div class="row">
          <button type="button" class="button" onClick={() => acts.confirm(card)}>{t('directory.confirm')}</button>
          <button type="button" class="button quiet" onClick={() => acts.replace(card)}>{t('directory.replace')}</button>
        </div>
      )}
    </article>
  );
}

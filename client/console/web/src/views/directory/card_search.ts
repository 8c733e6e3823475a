// Finding cards by what was typed. Pure.
import type { ContactCard } from '~/gen/lightship/v1/contact_pb';

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function textOf(card: ContactCard, economy: string): string {
  const { agency = '', role = '', name = '', phones = [], emails = [], inmarsat = [], areas = [] } = card.contact ?? {};
  return plain([card.economy, economy, card.address, agency, role, name, ...phones, ...emails, ...inmarsat, ...areas.map((area) => area.name)].join(' '));
}

// Those that have all the words, whatever their case and accents.
export function matching(cards: ContactCard[], typed: string, economyName: (code: string) => string): ContactCard[] {
  const words = plain(typed).split(/\s+/).filter((word) => word !== '');
  return cards.filter((card) => {
    const text = textOf(card, economyName(card.economy));
    return words.every((word) => text.includes(word));
  });
}

// In the order given, one group for each economy.
export function byEconomy(cards: ContactCard[]): [economy: string, cards: ContactCard[]][] {
  const groups = new Map<string, ContactCard[]>();
  for (const card of cards) groups.set(card.economy, [...(groups.get(card.economy) ?? []), card]);
  return [...groups];
}

// As a telephone takes it: "+6563252488".
export function dialled(phone: string): string {
  return phone.replace(/(?!^\+)[^\d]/g, '');
}

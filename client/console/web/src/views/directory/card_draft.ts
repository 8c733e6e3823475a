// From what was typed to a contact card that the desk can sign; the rules of client/commands/contact.cc. Pure.
import { clone, create } from '@bufbuild/protobuf';
import { timestampFromDate, type Timestamp } from '@bufbuild/protobuf/wkt';
import { dateOf } from '~/base/moments';
import { DraftSchema, type Draft } from '~/gen/lightship/console/v1/desk_pb';
import { ContactSchema, type AreaOfResponsibility, type Contact } from '~/gen/lightship/v1/claims_pb';
import type { ContactCard } from '~/gen/lightship/v1/contact_pb';
import { ExerciseStatus, ManifestSchema, Tlp, type Manifest } from '~/gen/lightship/v1/statement_pb';

// All as typed; lists one to a line.
export interface CardEntry {
  agency: string;
  role: string;
  name: string;
  isPerson: boolean;
  phones: string;
  emails: string;
  inmarsat: string;
  languages: string;
  hours: string;
  // Days, "2026-03-01", UTC; the last day counts.
  validFrom: string;
  validTo: string;
  tried: boolean;
  exercise: boolean;
  areas: AreaOfResponsibility[];
}

const dayMs = 86_400_000;

export function linesOf(text: string): string[] {
  return text.split(/[\n;]/).map((line) => line.trim()).filter((line) => line !== '');
}

function dayOf(time: Timestamp | undefined, shiftMs = 0): string {
  return time ? new Date(dateOf(time).getTime() + shiftMs).toISOString().slice(0, 10) : '';
}

function timeOf(day: string, shiftMs = 0): Timestamp | undefined {
  return day === '' ? undefined : timestampFromDate(new Date(Date.parse(`${day}T00:00:00Z`) + shiftMs));
}

export function entryOf(card: ContactCard | undefined): CardEntry {
  const contact = card?.contact ?? create(ContactSchema);
  return {
    agency: contact.agency, role: contact.role, name: contact.name, isPerson: false, hours: contact.hours,
    phones: contact.phones.join('\n'), emails: contact.emails.join('\n'), inmarsat: contact.inmarsat.join('\n'), languages: contact.languages.join('\n'),
    validFrom: dayOf(contact.validFrom), validTo: dayOf(contact.validTo, -1), tried: false,
    exercise: card !== undefined && card.exerciseStatus !== ExerciseStatus.ACTUAL, areas: contact.areas,
  };
}

function contactOf(entry: CardEntry, now: Date): Contact {
  return create(ContactSchema, {
    agency: entry.agency.trim(), role: entry.role.trim(), name: entry.name.trim(), hours: entry.hours.trim(),
    phones: linesOf(entry.phones), emails: linesOf(entry.emails), inmarsat: linesOf(entry.inmarsat), languages: linesOf(entry.languages),
    validFrom: timeOf(entry.validFrom), validTo: timeOf(entry.validTo, dayMs),
    lastConfirmed: entry.tried ? timestampFromDate(now) : undefined,
    areas: entry.areas,
  });
}

// A card that replaces one keeps who may see it.
export function draftCard(entry: CardEntry, now: Date, old?: { card: ContactCard; manifest: Manifest }): Draft {
  const manifest = create(ManifestSchema, {
    audience: old?.manifest.audience ?? 'all', tlp: old?.manifest.tlp ?? Tlp.GREEN,
    personalData: entry.isPerson || (old?.manifest.personalData ?? false),
    exerciseStatus: entry.exercise ? ExerciseStatus.EXERCISE : ExerciseStatus.ACTUAL,
    supersedes: old ? [old.card.statementId] : [],
  });
  return create(DraftSchema, { content: { case: 'contact', value: contactOf(entry, now) }, manifest });
}

export function confirmed(card: ContactCard, { audience, tlp, personalData, exerciseStatus }: Manifest, now: Date): Draft {
  const contact = clone(ContactSchema, card.contact!);
  contact.lastConfirmed = timestampFromDate(now);
  const manifest = create(ManifestSchema, { audience, tlp, personalData, exerciseStatus, supersedes: [card.statementId] });
  return create(DraftSchema, { content: { case: 'contact', value: contact }, manifest });
}

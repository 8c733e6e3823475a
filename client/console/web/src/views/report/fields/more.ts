// Fields that a follow-up adds: MSC.1/Circ.1334, report 2.
import { create } from '@bufbuild/protobuf';
import {
  AuthorityContactSchema, CrewHarmSchema, LossSchema, SourceSchema, SuspectCraftSchema,
} from '~/gen/lightship/v1/report_pb';
import { ContactChannel, CountState, LossKind, SeaZone, SourceKind, StatedState, TriState } from '~/gen/lightship/v1/vocabulary_pb';
import type { Content } from '../content';
import type { Account, Counted } from '../form';
import type { Rule, Rules } from './rule';

type Key = Exclude<keyof Account, 'kind' | 'position' | 'place' | 'time' | 'act' | 'weapons' | 'status' | 'ships' | 'perpetrators'
  | 'narrative' | 'language'>;

function text(path: string, get: (content: Content) => string, set: (content: Content, value: string) => void): Rule<string> {
  return { paths: [path], read: get, write: (content, value) => set(content, value.trim()) };
}

function counted<T>(list: T[], kind: (item: T) => number, said: (item: T) => string): Counted {
  return Object.fromEntries(list.map((item) => [kind(item), said(item)]));
}

const countDigits = /^\d{1,6}$/;

function numberOf(typed: string): number | undefined {
  return countDigits.test(typed.trim()) ? Number(typed) : undefined;
}

// Left open, or a number: anything else would be signed as if nobody had said how many.
export function isCount(typed: string): boolean {
  return typed.trim() === '' || numberOf(typed) !== undefined;
}

function codes(value: string): string[] {
  return value.toUpperCase().split(/[\s,;]+/).filter((code) => code !== '');
}

// The first craft, the first authority, the first source: the form shows one of each and leaves the others as they are.
function first<T>(list: T[], make: () => T): T {
  if (list.length === 0) list.push(make());
  return list[0];
}

const firstCraft = ({ facts }: Content) => {
  facts.suspectCraftStatement = StatedState.PRESENT;
  return first(facts.suspectCraft, () => create(SuspectCraftSchema));
};
const firstAuthority = ({ facts }: Content) => {
  facts.reportedToAuthority = TriState.YES;
  return first(facts.authorityContacts, () => create(AuthorityContactSchema));
};
const firstSource = ({ facts }: Content) => first(facts.sourceChain, () => create(SourceSchema, { kind: SourceKind.OTHER }));

export const moreRules: Rules<Key> = {
  appearance: text('narrative.perpetrators_description', (c) => c.narrative.perpetratorsDescription,
    (c, value) => { c.narrative.perpetratorsDescription = value; }),
  movements: text('narrative.last_observed_movements', (c) => c.narrative.lastObservedMovements,
    (c, value) => { c.narrative.lastObservedMovements = value; }),
  craftKind: {
    paths: ['facts.suspect_craft[0].kind'],
    read: ({ facts }) => facts.suspectCraft[0]?.kind ?? 0,
    write: (content, value) => { firstCraft(content).kind = value; },
  },
  craftCount: {
    paths: ['facts.suspect_craft[0].count'],
    read: ({ facts }) => String(facts.suspectCraft[0]?.count ?? ''),
    write(content, value) {
      const craft = firstCraft(content);
      craft.count = numberOf(value);
      craft.countState = craft.count === undefined ? CountState.NOT_STATED : CountState.STATED;
    },
  },
  craftText: text('facts.suspect_craft[0].as_written', (c) => c.facts.suspectCraft[0]?.asWritten ?? '',
    (c, value) => { firstCraft(c).asWritten = value; }),
  harm: {
    paths: ['facts.crew_consequences'],
    read: ({ facts }) => counted(facts.crewConsequences, (harm) => harm.consequence, (harm) => (harm.countKnown ? String(harm.count) : '')),
    write({ facts }, value) {
      facts.crewConsequences = Object.entries(value).map(([consequence, said]) => create(CrewHarmSchema, {
        consequence: Number(consequence), count: numberOf(said) ?? 0, countKnown: numberOf(said) !== undefined,
      }));
    },
  },
  losses: {
    paths: ['facts.losses', 'facts.loss_statement'],
    read: ({ facts }) => counted(facts.losses, (loss) => loss.kind, (loss) => loss.quantityText),
    write({ facts }, value) {
      facts.losses = Object.entries(value).map(([kind, quantityText]) => create(LossSchema, { kind: Number(kind), quantityText }));
      facts.lossStatement = LossKind.NOTHING_STOLEN in value ? StatedState.NONE
        : facts.losses.length > 0 ? StatedState.PRESENT : StatedState.NOT_STATED;
    },
  },
  crewActions: {
    paths: ['facts.crew_actions'],
    read: ({ facts }) => [...facts.crewActions],
    write: ({ facts }, value) => { facts.crewActions = value; },
  },
  authority: text('facts.authority_contacts[0].organisation', (c) => c.facts.authorityContacts[0]?.organisation ?? '',
    (c, value) => { firstAuthority(c).organisation = value; }),
  channel: {
    paths: ['facts.authority_contacts[0].channel'],
    read: ({ facts }) => facts.authorityContacts[0]?.channel ?? 0,
    write: (content, value) => { firstAuthority(content).channel = value || ContactChannel.UNKNOWN; },
  },
  assistance: text('facts.assistance_required', (c) => c.facts.assistanceRequired, (c, value) => { c.facts.assistanceRequired = value; }),
  coastalStates: {
    paths: ['facts.coastal_states'],
    read: ({ facts }) => facts.coastalStates.join(', '),
    write: ({ facts }, value) => { facts.coastalStates = codes(value); },
  },
  seaZone: {
    paths: ['facts.sea_zone'],
    read: ({ facts }) => (facts.seaZone === SeaZone.NOT_STATED ? 0 : facts.seaZone),
    write: ({ facts }, value) => { facts.seaZone = value; },
  },
  source: {
    paths: ['facts.source_chain[0].kind'],
    read: ({ facts }) => facts.sourceChain[0]?.kind ?? 0,
    write: (content, value) => { firstSource(content).kind = value || SourceKind.OTHER; },
  },
  sourceOrganisation: text('facts.source_chain[0].organisation', (c) => c.facts.sourceChain[0]?.organisation ?? '',
    (c, value) => { firstSource(c).organisation = value; }),
  sourceReference: text('facts.source_chain[0].reference', (c) => c.facts.sourceChain[0]?.reference ?? '',
    (c, value) => { firstSource(c).reference = value; }),
  master: text('people.master_name', (c) => c.people.masterName, (c, value) => { c.people.masterName = value; }),
  contact: text('people.contact_details', (c) => c.people.contactDetails, (c, value) => { c.people.contactDetails = value; }),
};

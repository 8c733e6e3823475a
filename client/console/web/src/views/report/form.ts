// A report as it stands on the screen: texts as typed, codes as chosen. Plain data, so that a draft can be kept and told apart.
import { ExerciseStatus, Tlp } from '~/gen/lightship/v1/statement_pb';
import { ReportKind, SourceKind } from '~/gen/lightship/v1/vocabulary_pb';

// "None seen" among the weapons: a statement, unlike an empty list.
export const noneSeen = -1;

export interface Ship {
  type: number;
  name: string;
  imo: string;
  mmsi: string;
  callSign: string;
  flag: string;
  // Which ship of the report that it was begun from; unset for one that was added.
  from?: number;
}

// What was chosen, with the number or the quantity that was said of it.
export type Counted = Record<number, string>;

// What happened. 0 of a code: not known.
export interface Account {
  kind: number;
  position: string;
  place: string;
  time: string;
  act: number;
  weapons: number[];
  status: number;
  ships: Ship[];
  perpetrators: string;
  narrative: string;
  language: string;
  appearance: string;
  craftKind: number;
  craftCount: string;
  craftText: string;
  movements: string;
  harm: Counted;
  losses: Counted;
  crewActions: number[];
  authority: string;
  channel: number;
  assistance: string;
  coastalStates: string;
  seaZone: number;
  source: number;
  sourceOrganisation: string;
  sourceReference: string;
  master: string;
  contact: string;
}

// Who may have it. Empty: as the facts.
export interface Handling {
  audience: string;
  vessel: string;
  narrative: string;
  people: string;
  attachments: string;
  tlp: number;
  purposes: number[];
  // A day, "2031-03-14".
  retainUntil: string;
  exercise: number;
  agency: string;
}

export interface KeptFile {
  // SHA-256, base64.
  digest: string;
  mimeType: string;
  size: number;
  fileName: string;
  caption: string;
}

export type LeftOut = 'vessel' | 'narrative';

// What a follow-up or an amendment begins with. Ids and contents in base64.
export interface Beginning {
  how: 'about' | 'amends';
  address: string;
  subject: string;
  supersedes: string;
  // ReportContent of the report that is amended: what this form does not show is kept of it.
  base: string;
  // The fields as they were.
  known: Account;
  // Of an amendment: whether the report was marked as holding personal data.
  personalData?: boolean;
  // Of a follow-up: parts of another economy's report that were not taken, because they are not for everyone.
  left?: LeftOut[];
}

export interface Form {
  account: Account;
  handling: Handling;
  files: KeptFile[];
  beginning?: Beginning;
}

export function emptyShip(): Ship {
  return { type: 0, name: '', imo: '', mmsi: '', callSign: '', flag: '' };
}

export function emptyAccount(): Account {
  return {
    kind: ReportKind.INITIAL_ALERT, position: '', place: '', time: '', act: 0, weapons: [], status: 0, ships: [{ ...emptyShip(), from: 0 }],
    perpetrators: '', narrative: '', language: 'en', appearance: '', craftKind: 0, craftCount: '', craftText: '', movements: '',
    harm: {}, losses: {}, crewActions: [], authority: '', channel: 0, assistance: '', coastalStates: '', seaZone: 0,
    source: SourceKind.SHIP, sourceOrganisation: '', sourceReference: '', master: '', contact: '',
  };
}

export function emptyForm(agency = ''): Form {
  return {
    account: emptyAccount(),
    handling: {
      audience: 'all', vessel: '', narrative: '', people: 'own', attachments: '', tlp: Tlp.AMBER, purposes: [], retainUntil: '',
      exercise: ExerciseStatus.ACTUAL, agency,
    },
    files: [],
  };
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

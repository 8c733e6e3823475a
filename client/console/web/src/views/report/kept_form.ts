// A form as it was kept on the disk, perhaps by another release. Pure.
import { among, filledIn, isFlag, isNumber, isObject, isText, listOf, objectOf, perhaps, type Check, type Checks } from '~/base/checked';
import type { Account, Beginning, Counted, Form, Handling, KeptFile, Ship } from './form';

const isCounted: Check<Counted> = (value): value is Counted => isObject(value) && Object.values(value).every(isText);

const isShip = objectOf<Ship>({
  type: isNumber, name: isText, imo: isText, mmsi: isText, callSign: isText, flag: isText, from: perhaps(isNumber),
});

const isFile = objectOf<KeptFile>({ digest: isText, mimeType: isText, size: isNumber, fileName: isText, caption: isText });

const account: Checks<Account> = {
  kind: isNumber, position: isText, place: isText, time: isText, act: isNumber, weapons: listOf(isNumber), status: isNumber,
  ships: listOf(isShip), perpetrators: isText, narrative: isText, language: isText, appearance: isText, craftKind: isNumber,
  craftCount: isText, craftText: isText, movements: isText, harm: isCounted, losses: isCounted, crewActions: listOf(isNumber),
  authority: isText, channel: isNumber, assistance: isText, coastalStates: isText, seaZone: isNumber, source: isNumber,
  sourceOrganisation: isText, sourceReference: isText, master: isText, contact: isText,
};

const isHandling = objectOf<Handling>({
  audience: isText, vessel: isText, narrative: isText, people: isText, attachments: isText, tlp: isNumber, purposes: listOf(isNumber),
  retainUntil: isText, exercise: isNumber, agency: isText,
});

const isBeginning = objectOf<Beginning>({
  how: among(['about', 'amends']), address: isText, subject: isText, supersedes: isText, base: isText, known: isAccount,
  personalData: perhaps(isFlag), left: perhaps(listOf(among(['vessel', 'narrative']))),
});

function isAccount(value: unknown): value is Account {
  return objectOf(account)(value);
}

// `blank` where a field is missing or is something else. Undefined: what it was to amend, who may have it, or a file of it cannot be
// read, and without these it would be another report.
export function readForm(kept: unknown, blank: Form): Form | undefined {
  if (!isObject(kept)) return undefined;
  const { beginning, files = [] } = kept;
  if (!perhaps(isBeginning)(beginning) || !listOf(isFile)(files)) return undefined;
  const handling = { ...blank.handling, ...(isObject(kept.handling) ? kept.handling : {}) };
  if (!isHandling(handling)) return undefined;
  return { account: filledIn(blank.account, account, kept.account), handling, files, ...(beginning && { beginning }) };
}

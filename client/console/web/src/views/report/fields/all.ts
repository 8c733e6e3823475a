// Every field of the form: read from a report, written into one, told apart.
import { ZoneBasis } from '~/gen/lightship/v1/vocabulary_pb';
import type { Content } from '../content';
import { same, type Account } from '../form';
import { incidentRules } from './incident';
import { moreRules } from './more';
import type { Rule, Rules, Said } from './rule';
import { changedShipPaths } from './ships';

export type Key = keyof Account;
export const rules: Rules<Key> = { ...incidentRules, ...moreRules };
// In the order of the form; the language after the text that it is of.
export const keys = Object.keys(rules) as Key[];

function ruleOf(key: Key): Rule<unknown> {
  return rules[key] as Rule<unknown>;
}

export function readAccount(content: Content): Account {
  return Object.fromEntries(keys.map((key) => [key, ruleOf(key).read(content)])) as unknown as Account;
}

function changedKeys(before: Account, after: Account): Key[] {
  return keys.filter((key) => !same(before[key], after[key]));
}

// Writes what differs from what `content` says already; the rest stays as it was written, to the letter.
// Answers the paths of report.proto that it wrote.
export function writeAccount(content: Content, account: Account, said: Said): string[] {
  const before = readAccount(content);
  const changed = changedKeys(before, account);
  if (changed.includes('position') && !changed.includes('time') && timeMoves(content, said)) changed.push('time');
  for (const key of changed) ruleOf(key).write(content, account[key], said, account);
  return pathsOf(changed, before, account);
}

// A local time is local where the ship was. One that lacks its date is not read again: today is another day.
function timeMoves({ facts }: Content, { incident, dated }: Said): boolean {
  const basis = facts.occurred?.zoneBasis;
  const isLocal = basis === ZoneBasis.STATED_LOCAL || basis === ZoneBasis.ASSUMED_LOCAL;
  return isLocal && incident.time !== undefined && dated === undefined;
}

function pathsOf(changed: Key[], before: Account, after: Account): string[] {
  return changed.flatMap((key) => (key === 'ships' ? changedShipPaths(before.ships, after.ships) : [ruleOf(key).paths[0]]));
}

// Paths of report.proto in which two accounts differ.
export function changedPaths(before: Account, after: Account): string[] {
  return pathsOf(changedKeys(before, after), before, after);
}

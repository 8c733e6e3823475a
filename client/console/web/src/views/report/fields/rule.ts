// Where a field of the form lives in the report.
import type { UnderstandResponse } from '~/gen/lightship/console/v1/desk_pb';
import type { Content } from '../content';
import type { Account } from '../form';

// What the desk understood of the form: all of the incident, and each ship.
export interface Said {
  incident: UnderstandResponse;
  ships: UnderstandResponse[];
  // The time with the date that it was understood to have; unset where it stands as typed.
  dated?: string;
}

export interface Rule<T> {
  // Paths of the fields it fills ("facts.position"); violations below them belong to it.
  paths: string[];
  read(content: Content): T;
  write(content: Content, value: T, said: Said, account: Account): void;
}

export type Rules<K extends keyof Account> = { [Key in K]: Rule<Account[Key]> };

// Where the words of a report tell the ship's name to more economies than may have it.
import type { Form } from './form';

const leastLetters = 3;

function plain(text: string): string {
  return ` ${text.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
}

export function naming(text: string, name: string): boolean {
  const wanted = plain(name);
  return wanted.trim().length >= leastLetters && plain(text).includes(wanted);
}

interface NameTold {
  field: 'place' | 'narrative';
  name: string;
}

export function namesTold({ account, handling }: Form): NameTold[] {
  if (handling.vessel === '' || handling.vessel === handling.audience) return [];
  const found: NameTold[] = [];
  for (const { name } of account.ships) {
    if (naming(account.place, name)) found.push({ field: 'place', name });
    if (handling.narrative !== handling.vessel && handling.narrative !== 'own' && naming(account.narrative, name)) {
      found.push({ field: 'narrative', name });
    }
  }
  return found;
}

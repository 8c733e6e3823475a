// Whether a field of the form differs from what was known when it was begun.
import { same, type Account, type Ship } from './form';
import type { FieldName } from './problems';

export function isChanged(name: FieldName, known: Account, account: Account): boolean {
  const [key, index, part] = name.split('.') as [keyof Account, string, keyof Ship];
  if (!(key in account)) return false;
  if (key !== 'ships' || index === undefined) return !same(known[key], account[key]);
  return (known.ships[Number(index)]?.[part] ?? '') !== account.ships[Number(index)]?.[part];
}

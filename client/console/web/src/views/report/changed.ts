// Whether a field of the form differs from what was known when it was begun.
import { emptyShip, same, type Account, type Ship } from './form';
import type { FieldName } from './problems';

export function isChanged(name: FieldName, known: Account, account: Account): boolean {
  const [key, index, part] = name.split('.') as [keyof Account, string, keyof Ship];
  if (!(key in account)) return false;
  if (key !== 'ships' || index === undefined) return !same(known[key], account[key]);
  const ship = account.ships[Number(index)];
  return (known.ships[ship?.from ?? -1]?.[part] ?? emptyShip()[part]) !== ship?.[part];
}

// What is wrong with a form, at the field where it is: what was not understood, and what the node would refuse.
import type { Violation } from '~/gen/lightship/console/v1/desk_pb';
import { t } from '~/i18n/catalogue';
import { keys, rules, type Key } from './fields/all';
import { shipPaths, type ShipKey } from './fields/ships';
import type { Said } from './fields/rule';
import { isCount } from './fields/more';
import { same, type Form, type Handling, type Ship } from './form';

// Name of a field in the page: "position", "ships.0.imo", "handling.tlp"; its element is `field-<name>`.
export type FieldName = string;

export interface Problem {
  field: FieldName;
  text: string;
}

export function shipField(index: number, key: ShipKey): FieldName {
  return `ships.${index}.${key}`;
}

const handlingFields: Record<string, keyof Handling> = {
  'manifest.agency': 'agency',
  'manifest.audience': 'audience',
  'manifest.parts': 'audience',
  'manifest.tlp': 'tlp',
  'manifest.retain_until': 'retainUntil',
  'manifest.purposes': 'purposes',
  'manifest.exercise_status': 'exercise',
};

function shipFieldOf(path: string): FieldName | undefined {
  const index = /(?:ships|victims)\[(\d+)\]/.exec(path)?.[1];
  if (index === undefined) return undefined;
  const key = (Object.keys(shipPaths) as ShipKey[]).find((one) => {
    const [stem] = shipPaths[one](Number(index)).split('_');
    return path.startsWith(stem);
  });
  return shipField(Number(index), key ?? 'name');
}

// The field of the form that a path of the report belongs to; '' for none that is shown.
export function fieldOf(path: string): FieldName {
  const ship = shipFieldOf(path);
  if (ship) return ship;
  const within = (whole: string) => path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);
  const handling = Object.keys(handlingFields).find(within);
  if (handling) return `handling.${handlingFields[handling]}`;
  if (path.startsWith('attachment/') || path.startsWith('parts[attachment')) return 'files';
  const paths = keys.flatMap((key: Key) => rules[key].paths.map((whole) => ({ key, whole })));
  const nearest = paths.filter(({ whole }) => within(whole)).sort((one, other) => other.whole.length - one.whole.length)[0];
  const found = nearest ?? paths.find(({ whole }) => whole.includes('[') && within(whole.split('[')[0]));
  return found?.key ?? '';
}

export function refusals(violations: Violation[]): Problem[] {
  return violations.map(({ field, description }) => ({ field: fieldOf(field), text: `${field}: ${description}` }));
}

function wrongMmsis(ships: Ship[], known: Ship[]): Problem[] {
  return ships.flatMap(({ mmsi, from }, i) => {
    const kept = from !== undefined && known[from]?.mmsi === mmsi;
    const right = kept || mmsi.trim() === '' || /^\d{9}$/.test(mmsi.trim());
    return right ? [] : [{ field: shipField(i, 'mmsi'), text: t('report.ship.mmsiWrong') }];
  });
}

// What no review can tell, because it is not in the draft. What an amendment leaves as it was is not judged.
export function misunderstood({ account, beginning }: Form, { incident }: Said): Problem[] {
  const known = beginning?.how === 'amends' ? beginning.known : undefined;
  const wrong: Partial<Record<Key, string>> = {
    position: incident.positionError,
    time: account.time.trim() === '' ? t('report.time.missing') : incident.timeError,
    craftCount: isCount(account.craftCount) ? '' : t('report.count.wrong'),
    harm: Object.values(account.harm).every(isCount) ? '' : t('report.count.wrong'),
  };
  const typed = (Object.keys(wrong) as Key[]).filter((key) => wrong[key] && !(known && same(known[key], account[key])));
  return [...typed.map((key) => ({ field: key, text: wrong[key]! })), ...wrongMmsis(account.ships, known?.ships ?? [])];
}

// What each economy will see: economies that see the same stand together, this one first.
import type { EconomyView } from '~/gen/lightship/console/v1/desk_pb';

interface Sight {
  economies: string[];
  receives: boolean;
  sees: string[];
  own: boolean;
}

export function sights(views: EconomyView[], own: string): Sight[] {
  const groups = new Map<string, Sight>();
  for (const { economy, receives, sees } of views) {
    const key = economy === own ? 'own' : JSON.stringify([receives, sees]);
    const group = groups.get(key);
    if (group) group.economies.push(economy);
    else groups.set(key, { economies: [economy], receives, sees, own: economy === own });
  }
  const weight = (sight: Sight) => (sight.own ? Infinity : sight.receives ? sight.sees.length : -1);
  return [...groups.values()].sort((one, other) => weight(other) - weight(one));
}

// Parts of a draft in the order of the form, attachments as one; its own economy sees them all.
export function partsShown(views: EconomyView[]): string[] {
  const names = new Set(views.flatMap(({ sees }) => sees).map(partKind));
  return ['facts', 'vessel', 'narrative', 'people', 'attachment'].filter((name) => names.has(name));
}

export function partKind(name: string): string {
  return name.split('/')[0];
}

// Who may have a report, and for what: between the form and the manifest.
import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { dateOf } from '~/base/moments';
import { ManifestSchema, type Manifest } from '~/gen/lightship/v1/statement_pb';
import { narrower } from '~/state/drawn';
import type { Handling } from './form';

// Parts that can be for fewer than the facts.
export const narrowable = ['vessel', 'narrative', 'people', 'attachments'] as const;
export type Narrowable = (typeof narrowable)[number];

export function manifestOf(handling: Handling, personalData: boolean): Manifest {
  return create(ManifestSchema, {
    agency: handling.agency.trim(),
    exerciseStatus: handling.exercise,
    tlp: handling.tlp,
    audience: handling.audience,
    retainUntil: handling.retainUntil ? timestampFromDate(new Date(`${handling.retainUntil}T00:00:00Z`)) : undefined,
    personalData,
    purposes: handling.purposes,
  });
}

// An audience of a part as it is signed: nothing where it is the facts' own.
export function partAudience(handling: Handling, part: Narrowable): string {
  return handling[part] === handling.audience ? '' : handling[part];
}

// The form has one audience for all of them: the narrowest, and our own economy where none holds the others.
function attachmentsAudience({ parts, audience }: Manifest): string {
  const narrowest = parts.filter(({ name }) => name.startsWith('attachment/'))
    .reduce((one, part) => narrower(one, part.audience || audience) ?? 'own', audience);
  return narrowest === audience ? '' : narrowest;
}

export function handlingOf(manifest: Manifest): Handling {
  const of = (name: string) => manifest.parts.find((part) => part.name === name)?.audience ?? '';
  return {
    audience: manifest.audience,
    vessel: of('vessel'),
    narrative: of('narrative'),
    people: of('people') || (manifest.parts.some((part) => part.name === 'people') ? '' : 'own'),
    attachments: attachmentsAudience(manifest),
    tlp: manifest.tlp,
    purposes: [...manifest.purposes],
    retainUntil: manifest.retainUntil ? dateOf(manifest.retainUntil).toISOString().slice(0, 10) : '',
    exercise: manifest.exerciseStatus,
    agency: manifest.agency,
  };
}

// Audiences that a part may have: those that are not wider than the facts'.
export function narrowerThan(audience: string, named: string[]): string[] {
  if (audience === 'own') return [];
  return ['own', ...named].filter((name) => name !== audience);
}

export interface Named {
  name: string;
  economies: string[];
}

// Of each name its newest version.
export function newestOf(named: Named[]): Named[] {
  const version = (name: string) => Number(name.split('@')[1] ?? 0);
  const newest = new Map<string, Named>();
  for (const one of named) {
    const [bare] = one.name.split('@');
    const before = newest.get(bare);
    if (!before || version(before.name) < version(one.name)) newest.set(bare, one);
  }
  return [...newest.values()];
}

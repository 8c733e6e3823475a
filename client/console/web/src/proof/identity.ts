// Who a certificate says its holder is, and whether a pinned root says so too.
import { checkChain, commonName, readCertificate, urisOf, type Certificate } from './certificate';
import { demand, Unproven } from './unproven';

export const roles = ['submitter', 'verifier', 'analyst', 'liaison', 'administrator', 'node'] as const;
export type Role = (typeof roles)[number];

export interface Identity {
  economy: string;
  isNode: boolean;
  // "lightship:sg:officer:watch-1".
  uri: string;
  roles: Set<Role>;
}

// Pinned at the desk, by economy: what is not here is not believed.
export type Roots = Map<string, Certificate[]>;

const scheme = 'lightship:';
const rolePrefix = 'lightship:role:';
const identityForm = /^lightship:([a-z]{2}):(officer|node):([a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?)$/;

export async function readRoots(pinned: { economy: string; certificate: Uint8Array }[]): Promise<Roots> {
  const roots: Roots = new Map();
  for (const { economy, certificate } of pinned) {
    roots.set(economy, [...(roots.get(economy) ?? []), await readCertificate(certificate)]);
  }
  return roots;
}

export function identityOf(certificate: Certificate): Identity {
  const own = urisOf(certificate).filter((uri) => uri.startsWith(scheme));
  const named = own.filter((uri) => !uri.startsWith(rolePrefix));
  const form = named.length === 1 ? identityForm.exec(named[0]) : null;
  if (!form) throw new Unproven('noIdentity', { name: commonName(certificate) });
  const said = own.filter((uri) => uri.startsWith(rolePrefix)).map((uri) => uri.slice(rolePrefix.length));
  return {
    economy: form[1].toUpperCase(),
    isNode: form[2] === 'node',
    uri: named[0],
    roles: new Set(roles.filter((role) => said.includes(role))),
  };
}

export async function verifyIdentity(chain: Certificate[], roots: Roots, seconds: bigint): Promise<Identity> {
  const identity = identityOf(chain[0]);
  const pinned = roots.get(identity.economy) ?? [];
  demand(pinned.length > 0, 'noRoot', { economy: identity.economy });
  await checkChain(chain, pinned, seconds);
  return identity;
}

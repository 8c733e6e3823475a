// The address of an incident's page: /incident/SG/12, or /incident/id/<hex> where no address is known.
import { hex } from '~/proof/bytes';

const root = '/incident/';
const idForm = /^(?:id\/)?([0-9a-f]{64})$/;

export type IncidentPageName = { case: 'address'; value: string } | { case: 'incidentId'; value: Uint8Array };

// `name`: an address, or the founding report's id, as bytes or in hex.
export function incidentPath(name: string | Uint8Array): string {
  const text = typeof name === 'string' ? name : hex(name);
  return idForm.test(text) ? `${root}id/${text}` : `${root}${text}`;
}

// What the page's address names; undefined: nothing.
export function incidentNamed(path: string): IncidentPageName | undefined {
  const text = path.startsWith(root) ? path.slice(root.length) : '';
  if (text === '') return undefined;
  const id = idForm.exec(text)?.[1];
  if (id === undefined) return { case: 'address', value: text };
  return { case: 'incidentId', value: Uint8Array.from(id.match(/../g)!, (pair) => parseInt(pair, 16)) };
}

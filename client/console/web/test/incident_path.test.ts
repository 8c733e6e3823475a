import { expect, test } from 'vitest';
import { incidentNamed, incidentPath } from '~/state/incident_path';

const id = Uint8Array.from({ length: 32 }, (_, at) => at);
const idText = Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('');

test('an incident without an address has a page by its id, however it is named', () => {
  expect(incidentPath(id)).toBe(`/incident/id/${idText}`);
  expect(incidentPath(idText)).toBe(`/incident/id/${idText}`);
  expect(incidentPath('SG.2/12')).toBe('/incident/SG.2/12');
});

test.each([['SG/12'], [id]])('a page is of the incident that its path was made for', (name) => {
  expect(incidentNamed(incidentPath(name))?.value).toEqual(name);
});

test('a page of the bare id, as older links have it, is of that incident', () => {
  expect(incidentNamed(`/incident/${idText}`)).toEqual({ case: 'incidentId', value: id });
});

test('a page without a name is of no incident', () => {
  expect(incidentNamed('/incident')).toBeUndefined();
  expect(incidentNamed('/incident/')).toBeUndefined();
});

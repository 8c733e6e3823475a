// What a page shows against what its files prove.
import { clone, create, fromBinary } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { CommentSchema } from '~/gen/lightship/v1/claims_pb';
import { IncidentStatementSchema, type IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import { EntrySchema, StatementFileSchema } from '~/gen/lightship/v1/log_pb';
import { FactsSchema, NarrativeSchema, PeopleSchema, VesselDetailsSchema } from '~/gen/lightship/v1/report_pb';
import { ManifestSchema } from '~/gen/lightship/v1/statement_pb';
import { sha256 } from '~/proof/bytes';
import { canVerify } from '~/proof/ed25519';
import { verify } from '~/proof/verify';
import { allRoots, flipped, rootsOf, saved } from './fixture';

const roots = await rootsOf(allRoots);
const { file, proof } = saved('ed25519');

// The saved statement as a node's GetIncident shows it.
async function shownStatement(): Promise<IncidentStatement> {
  const { statement } = fromBinary(StatementFileSchema, file);
  const entry = fromBinary(EntrySchema, statement!.entry);
  const { address, signers } = await verify(file, proof, roots);
  const content = (name: string) => statement!.parts.find((part) => part.name === name)?.content;
  const [facts, vessel, narrative, people] = ['facts', 'vessel', 'narrative', 'people'].map(content);
  return create(IncidentStatementSchema, {
    address, statementId: await sha256(entry.manifest), admittedAt: entry.admittedAt,
    manifest: fromBinary(ManifestSchema, entry.manifest), signers: signers.map(({ identity }) => identity.uri),
    facts: facts && fromBinary(FactsSchema, facts), vessel: vessel && fromBinary(VesselDetailsSchema, vessel),
    narrative: narrative && fromBinary(NarrativeSchema, narrative), people: people && fromBinary(PeopleSchema, people),
  });
}

const asSigned = await shownStatement();

async function whyNot(change: (shown: IncidentStatement) => void): Promise<string | undefined> {
  const shown = clone(IncidentStatementSchema, asSigned);
  change(shown);
  const { verified, results } = await verify(file, proof, roots, undefined, shown);
  const last = results.at(-1)!;
  expect([last.step, last.outcome]).toEqual(['shown', verified ? 'holds' : 'fails']);
  return last.wrong;
}

test('a statement that is shown as it was signed is proven', async () => {
  expect(asSigned.facts).toBeDefined();
  expect(await whyNot(() => undefined)).toBeUndefined();
});

test.each<[string, string, (shown: IncidentStatement) => void]>([
  ['a ship more', 'shownPart', (shown) => { shown.facts!.ships.push(shown.facts!.ships[0]); }],
  ['a place that nobody wrote', 'shownPart', (shown) => { shown.facts!.placeText += ' north'; }],
  ['a remark that nobody signed', 'shownPart', (shown) => { shown.comment = create(CommentSchema, { text: 'all well' }); }],
  ['no facts although they are in the file', 'shownPart', (shown) => { shown.facts = undefined; }],
  ['a file that nobody attached', 'shownPart', (shown) => {
    shown.attachments = [{ $typeName: 'lightship.v1.Attachment' } as IncidentStatement['attachments'][0]];
  }],
  ['another address', 'shownOther', (shown) => { shown.address = 'SG/0'; }],
  ['another id', 'shownOther', (shown) => { shown.statementId = flipped(shown.statementId, 0); }],
  ['another audience', 'shownManifest', (shown) => { shown.manifest!.audience = 'all-but-one'; }],
  ['another time of admission', 'shownManifest', (shown) => { shown.admittedAt!.seconds += 1n; }],
  ['another officer', 'shownSigners', (shown) => { shown.signers[0] += '-two'; }],
])('a page that shows %s is not proven by the files', async (_, wrong, change) => {
  expect(await whyNot(change)).toBe(wrong);
});

test('a browser without Ed25519 cannot check, which is no fault of a statement', async () => {
  expect(await canVerify()).toBe(true);
  const without = { importKey: () => Promise.reject(new DOMException('', 'NotSupportedError')) } as unknown as SubtleCrypto;
  expect(await canVerify(without)).toBe(false);
});

// Which role a statement needs, by what it does (node/ROLES.md). Needed where a signature is judged.
import { fromBinary } from '@bufbuild/protobuf';
import { WithdrawalSchema } from '~/gen/lightship/v1/claims_pb';
import { KeyStatementSchema } from '~/gen/lightship/v1/key_pb';
import { StatementKind, type Manifest, type Part } from '~/gen/lightship/v1/statement_pb';
import type { Identity, Role } from './identity';
import { demand } from './unproven';

const rolesOfKind: Partial<Record<StatementKind, Role[]>> = {
  [StatementKind.REPORT]: ['submitter'],
  [StatementKind.ASSERTION]: ['verifier', 'node'],
  [StatementKind.RESPONSE]: ['verifier', 'liaison'],
  [StatementKind.NOTICE]: ['liaison'],
  [StatementKind.COMMENT]: ['submitter', 'verifier', 'liaison'],
  [StatementKind.CONTACT]: ['liaison', 'administrator'],
  [StatementKind.AUDIENCE]: ['administrator'],
  [StatementKind.ATTESTATION]: ['node'],
};
const retracting: Role[] = ['submitter', 'administrator', 'node'];

function rolesFor(manifest: Manifest, parts: Part[]): Role[] {
  if (manifest.kind === StatementKind.KEY) return rolesForKey(parts);
  if (manifest.kind === StatementKind.WITHDRAWAL) return rolesForWithdrawal(parts);
  return rolesOfKind[manifest.kind] ?? ['administrator'];
}

function rolesForKey(parts: Part[]): Role[] {
  const part = parts.find(({ name }) => name === 'key');
  const action = part && fromBinary(KeyStatementSchema, part.content).action.case;
  return action === 'logKeyChange' ? ['node'] : ['administrator', 'node'];
}

function rolesForWithdrawal(parts: Part[]): Role[] {
  const part = parts.find(({ name }) => name === 'withdrawal');
  if (!part) return retracting;
  return fromBinary(WithdrawalSchema, part.content).action.case === 'retract' ? retracting : ['administrator'];
}

export function checkMayDo(who: Identity, manifest: Manifest, parts: Part[]): void {
  demand(rolesFor(manifest, parts).some((role) => who.roles.has(role)), 'noRole', { who: who.uri });
}

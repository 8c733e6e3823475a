// What an officer says of an incident, as a draft to be signed. Pure.
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import type { Draft } from '~/gen/lightship/console/v1/desk_pb';
import {
  AssertionSchema, CommentSchema, ResponseSchema, WithdrawalSchema, type CorrelationVerdict, type EraseReason, type RetractReason,
} from '~/gen/lightship/v1/claims_pb';
import type { IncidentStatement } from '~/gen/lightship/v1/incident_pb';
import type { ClassificationScheme, Verification } from '~/gen/lightship/v1/vocabulary_pb';

export type Content = Draft['content'];

function assertion(claim: NonNullable<MessageInitShape<typeof AssertionSchema>['claim']>): Content {
  return { case: 'assertion', value: create(AssertionSchema, { claim }) };
}

export function comment(text: string, language: string, inReplyTo: Uint8Array = new Uint8Array()): Content {
  return { case: 'comment', value: create(CommentSchema, { text, language, inReplyTo }) };
}

export function verification(state: Verification, basis: string): Content {
  return assertion({ case: 'verification', value: { verification: state, basis } });
}

export function classification(scheme: ClassificationScheme, value: string, basis: string): Content {
  return assertion({ case: 'classification', value: { scheme, value, basis } });
}

export function response(init: MessageInitShape<typeof ResponseSchema>): Content {
  return { case: 'response', value: create(ResponseSchema, init) };
}

export function dispute(report: IncidentStatement, field: string, reason: string): Content {
  return assertion({ case: 'dispute', value: { field, reason, report: report.statementId } });
}

// Values in protobuf JSON.
export function correction(report: IncidentStatement, field: string, from: string, to: string, reason: string): Content {
  return assertion({ case: 'correction', value: { field, oldValue: from, newValue: to, reason, report: report.statementId } });
}

export function correlation(verdict: CorrelationVerdict, other: Uint8Array): Content {
  return assertion({ case: 'correlation', value: { verdict, other, method: 'officer' } });
}

// The number behind the slash: "SG/12", "SG.2/12".
export function indexOfAddress(address: string): bigint {
  return BigInt(address.slice(address.lastIndexOf('/') + 1));
}

interface Withdrawing {
  act: 'retract' | 'release' | 'narrow' | 'erase';
  audience: string;
  partNames: string[];
  retractReason: RetractReason;
  eraseReason: EraseReason;
  text: string;
}

export function withdrawal(target: IncidentStatement, said: Withdrawing): Content {
  const { audience, partNames, text } = said;
  const action = {
    retract: { case: 'retract', value: { reason: said.retractReason, text } },
    release: { case: 'release', value: { partNames, audience } },
    narrow: { case: 'narrow', value: { partNames, audience } },
    erase: { case: 'erase', value: { partNames, reason: said.eraseReason } },
  } as const;
  const value = create(WithdrawalSchema, {
    target: target.statementId, targetIndex: indexOfAddress(target.address), action: action[said.act],
  });
  return { case: 'withdrawal', value };
}

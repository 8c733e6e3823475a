// What an error of a call says beyond its code.
import { Code, ConnectError } from '@connectrpc/connect';
import { BadRequestSchema, ErrorInfoSchema } from '~/gen/google/rpc/error_details_pb';

// The machine-readable reason (node/base/reasons.h), or ''.
export function reasonOf(error: unknown): string {
  return ConnectError.from(error).findDetails(ErrorInfoSchema)[0]?.reason ?? '';
}

interface FieldViolation {
  field: string;
  description: string;
}

export function violationsOf(error: unknown): FieldViolation[] {
  return ConnectError.from(error).findDetails(BadRequestSchema).flatMap((detail) => detail.fieldViolations);
}

// Whether the node could not be asked, so that the same call may work later.
export function isUnreachable(error: unknown): boolean {
  const { code, cause } = ConnectError.from(error);
  // What fetch throws when nobody listens: the console itself has stopped.
  return cause instanceof TypeError || code === Code.Unavailable || code === Code.DeadlineExceeded;
}

// What the console itself refuses: the node was not asked.
const consoleReasons = ['LOCKED', 'NO_SESSION', 'TOO_MANY_STREAMS', 'NOT_FORWARDED', 'FOREIGN_REQUEST'];

export function isOfConsole(error: unknown): boolean {
  return consoleReasons.includes(reasonOf(error));
}

export function isCancelled(error: unknown): boolean {
  return ConnectError.from(error).code === Code.Canceled;
}

// Whether nobody can say what became of the call: it may have done what it was to do.
export function isUndecided(error: unknown): boolean {
  const { code } = ConnectError.from(error);
  return isUnreachable(error) || [Code.Canceled, Code.Unknown, Code.Internal, Code.Aborted].includes(code);
}

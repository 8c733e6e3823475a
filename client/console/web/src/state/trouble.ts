// What the node says of itself or of a log so that somebody must look. Pure.
import type { GetStatusResponse } from '~/gen/lightship/v1/node_pb';

export interface Trouble {
  // The same for as long as it lasts.
  key: string;
  what: 'sessionOver' | 'nodeLost' | 'feedLost' | 'fork' | 'warning';
  // Log, or what the node names; empty for what is lost.
  subject: string;
  text: string;
}

interface Connection {
  sessionOver: boolean;
  nodeLost: boolean;
  feedLost: boolean;
}

// The worst only: each is why the next is so too.
export function troubleOfConnection(connection: Connection): Trouble[] {
  const what = (['sessionOver', 'nodeLost', 'feedLost'] as const).find((one) => connection[one]);
  return what ? [{ key: what, what, subject: '', text: '' }] : [];
}

// Warnings of the node that cannot wait until morning (node/rpc/warning_board.h).
export const urgentCodes = ['FORK', 'DAMAGE', 'DUPLICATE_NODE'];

export function troublesOf(answer: GetStatusResponse | null): Trouble[] {
  const forks = (answer?.logs ?? []).filter((log) => log.frozen)
    .map((log): Trouble => ({ key: `fork ${log.origin}`, what: 'fork', subject: log.origin, text: '' }));
  const told = new Set(forks.map((one) => one.subject));
  const warnings = (answer?.warnings ?? []).filter((one) => urgentCodes.includes(one.code) && !told.has(one.subject))
    .map((one): Trouble => ({ key: `${one.code} ${one.subject}`, what: 'warning', subject: one.subject, text: one.text }));
  return [...forks, ...warnings];
}

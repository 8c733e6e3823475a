// How logs and peers are, from what the node says of itself. Pure.
import type { GetStatusResponse, LogStatus, PeerStatus } from '~/gen/lightship/v1/node_pb';

export type Level = 'ok' | 'warn' | 'alert';

export interface LogHealth {
  log: LogStatus;
  economy: string;
  own: boolean;
  level: Level;
  // Entries that peers have announced and this node does not hold yet.
  lag: bigint;
  peer?: PeerStatus;
}

// "lightship/SG/1".
export function economyOf(origin: string): string {
  return origin.split('/')[1] ?? origin;
}

function lagOf(log: LogStatus): bigint {
  return log.announcedSize > log.size ? log.announcedSize - log.size : 0n;
}

function levelOf(log: LogStatus, own: boolean, lag: bigint, peer?: PeerStatus): Level {
  if (log.frozen) return 'alert';
  if (own) return 'ok';
  return lag > 0n || log.source === '' || peer?.connected === false ? 'warn' : 'ok';
}

export function healthOf(status: GetStatusResponse): LogHealth[] {
  return status.logs.map((log) => {
    const economy = economyOf(log.origin);
    const own = log.origin === status.origin;
    const lag = own ? 0n : lagOf(log);
    const peer = status.peers.find((one) => one.economy === economy);
    return { log, economy, own, lag, level: levelOf(log, own, lag, peer), peer };
  });
}

const urgency: Level[] = ['alert', 'warn', 'ok'];

// What needs looking at first, the others as the node names them.
export function urgentFirst(logs: LogHealth[]): LogHealth[] {
  return [...logs].sort((a, b) => urgency.indexOf(a.level) - urgency.indexOf(b.level));
}

// Who has countersigned a log, and how far behind they are; undefined: never seen to.
export function behind(log: LogStatus, economy: string): bigint | undefined {
  const found = log.cosigners.find((one) => one.economy === economy);
  if (!found) return undefined;
  return found.size >= log.size ? 0n : log.size - found.size;
}

// Every economy that holds a log or countersigns one, sorted.
export function economiesOf(status: GetStatusResponse): string[] {
  const all = new Set(status.logs.flatMap((log) => [economyOf(log.origin), ...log.cosigners.map((one) => one.economy)]));
  return [...all].sort();
}

export function worst(levels: Level[]): Level {
  return levels.includes('alert') ? 'alert' : levels.includes('warn') ? 'warn' : 'ok';
}

// The whole node's.
export function levelOfNode(status: GetStatusResponse): Level {
  const logs = worst(healthOf(status).map((one) => one.level));
  const peers: Level = status.peers.every((peer) => peer.connected) ? 'ok' : 'warn';
  const own: Level = status.notAccepting !== '' || (status.scrub?.damages ?? 0n) > 0n ? 'alert' : status.warnings.length > 0 ? 'warn' : 'ok';
  return worst([logs, peers, own]);
}

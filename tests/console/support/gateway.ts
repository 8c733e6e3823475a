// `lightship console` for one officer, on a port of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { client } from './places.ts';
import type { Desk } from './network.ts';

const linkMs = 10_000, pollMs = 20;

export class Gateway {
  private lastLink = '';
  private ended = '';
  unlockCode = '';

  private constructor(private readonly process: ChildProcess, private readonly folder: string) {}

  // `spool`: the desk's own disk; a new one if none is given.
  static async start(desk: Desk, options: { officer?: string; spool?: string; idleMinutes?: number } = {}): Promise<Gateway> {
    const folder = mkdtempSync(join(tmpdir(), 'lightship-desk.'));
    const identity = options.officer ? desk.officers[options.officer]! : desk.identity;
    const child = spawn(client, ['--node', desk.node, '--identity', identity, '--trust', desk.trust,
      '--spool', options.spool ?? join(folder, 'spool'), 'console', '--token-file', join(folder, 'link'),
      '--idle-minutes', String(options.idleMinutes ?? 0)], { stdio: ['ignore', 'ignore', 'inherit'] });
    const gateway = new Gateway(child, folder);
    child.once('exit', (status) => (gateway.ended = `lightship console ended with ${status}`));
    [, gateway.unlockCode] = await gateway.fresh();
    return gateway;
  }

  // A link that has not been used. The first is there; others are asked for.
  async link(): Promise<string> {
    if (this.lastLink) this.process.kill('SIGHUP');
    [this.lastLink] = await this.fresh();
    return this.lastLink;
  }

  // What the file says once it has another link: that, and the unlock code.
  private async fresh(): Promise<[string, string]> {
    for (const end = Date.now() + linkMs; Date.now() < end; await new Promise((later) => setTimeout(later, pollMs))) {
      if (this.ended) throw new Error(this.ended);
      const [link, code] = this.read().split('\n');
      if (link && code && link !== this.lastLink) return [link, code.replace('Unlock code: ', '')];
    }
    throw new Error('lightship console gives no link');
  }

  // The last that was given out.
  get usedLink(): string {
    return this.lastLink;
  }

  private read(): string {
    try {
      return readFileSync(join(this.folder, 'link'), 'utf8').trim();
    } catch {
      return '';
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((over) => this.process.once('exit', over));
    this.process.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

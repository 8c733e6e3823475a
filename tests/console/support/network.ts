// The nodes that the tests run against: network.py, one for the whole run, and how tests reach it from their own processes.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';
import { programs, testsFolder } from './places.ts';

export type Economy = 'SG' | 'ID' | 'PH';

export interface Desk {
  node: string;
  identity: string;
  trust: string;
  spool: string;
  officers: Record<string, string>;
}

export interface Description {
  economies: Record<Economy, Desk>;
  // Addresses of what was said, by purpose: see seeding.py.
  incidents: Record<string, string>;
  facts: number;
}

export interface ClientAnswer {
  exit: number;
  stdout: string;
  stderr: string;
}

// The process. Its answers come in the order of the commands.
export class Network {
  private readonly awaiting: ((line: string) => void)[] = [];

  private constructor(private readonly process: ChildProcess, readonly description: Description) {}

  static async start(...flags: string[]): Promise<Network> {
    const child = spawn('python3', [resolve(testsFolder, 'network.py'), ...flags], {
      env: { ...process.env, LIGHTSHIP_BIN: programs }, stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout! });
    const first = await new Promise<string>((told, failed) => {
      lines.once('line', told);
      child.once('exit', (status) => failed(new Error(`network.py ended with ${status}`)));
    });
    const network = new Network(child, JSON.parse(first) as Description);
    lines.on('line', (line) => network.awaiting.shift()?.(line));
    return network;
  }

  command(line: string): Promise<string> {
    return new Promise((answered) => {
      this.awaiting.push(answered);
      this.process.stdin!.write(`${line}\n`);
    });
  }

  async stop(): Promise<void> {
    const ended = new Promise((over) => this.process.once('exit', over));
    this.process.stdin!.end();
    await ended;
  }
}

// Takes commands from other processes.
export function serve(network: Network, path: string): Server {
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    createInterface({ input: socket }).once('line', (line) => {
      void network.command(line).then((answer) => socket.end(`${answer}\n`));
    });
  });
  return server.listen(path);
}

// The network as tests see it.
export class Outside {
  constructor(private readonly path: string, readonly description: Description) {}

  get incidents(): Record<string, string> {
    return this.description.incidents;
  }

  async command<Answer>(line: string): Promise<Answer> {
    const answer = await new Promise<string>((told, failed) => {
      const socket = connect(this.path, () => socket.write(`${line}\n`));
      socket.once('error', failed);
      createInterface({ input: socket }).once('line', told);
    });
    const read = JSON.parse(answer) as Answer & { error?: string };
    if (read.error) throw new Error(`${line}: ${read.error}`);
    return read;
  }

  stop(economy: Economy): Promise<unknown> {
    return this.command(`stop ${economy}`);
  }

  start(economy: Economy): Promise<unknown> {
    return this.command(`start ${economy}`);
  }

  // The command-line client as an officer of that economy.
  async lightship(economy: Economy, ...args: string[]): Promise<ClientAnswer> {
    const quoted = args.map((arg) => `'${arg.replaceAll("'", `'"'"'`)}'`);
    return this.command(`lightship ${economy} ${quoted.join(' ')}`);
  }
}

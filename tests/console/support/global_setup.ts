// One network for the whole run; tests reach it by a socket.
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { outputFolder } from './places.ts';
import { Network, serve } from './network.ts';

export const socketVariable = 'LIGHTSHIP_TEST_NETWORK';
export const descriptionVariable = 'LIGHTSHIP_TEST_DESCRIPTION';
export const flagsVariable = 'LIGHTSHIP_TEST_NETWORK_FLAGS';

export default async function setUp(): Promise<() => Promise<void>> {
  mkdirSync(outputFolder, { recursive: true });
  const flags = process.env[flagsVariable]?.split(' ') ?? [];
  const network = await Network.start(...flags);
  // Not below build/: the path of a socket must be short.
  const path = resolve(tmpdir(), `lightship-console-${process.pid}.socket`);
  const server = serve(network, path);
  process.env[socketVariable] = path;
  process.env[descriptionVariable] = JSON.stringify(network.description);
  return async () => {
    server.close();
    await network.stop();
  };
}

// Where things are on this machine.
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';

export const testsFolder = fileURLToPath(new URL('..', import.meta.url));
export const repository = resolve(testsFolder, '../..');
export const outputFolder = resolve(repository, 'build/console');
export const programs = resolve(process.env.LIGHTSHIP_BIN ?? resolve(repository, 'build/release/bin'));
export const client = resolve(programs, 'lightship');

// Makes src/gen: the protocol's messages and services as TypeScript, from the project's own .proto files.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeNames } from './generate_names.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const proto = fileURLToPath(new URL('../../../proto/', import.meta.url));
const out = `${here}src/gen`;

const files = [
  'google/rpc/error_details.proto',
  'lightship/config/v1/tables.proto',
  'lightship/console/v1/desk.proto',
  ...readdirSync(`${proto}lightship/v1`).filter((name) => name.endsWith('.proto')).map((name) => `lightship/v1/${name}`),
];

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
execFileSync('protoc', [
  `-I${proto}`,
  `--plugin=protoc-gen-es=${here}node_modules/.bin/protoc-gen-es`,
  `--es_out=${out}`,
  '--es_opt=target=ts',
  ...files,
], { stdio: 'inherit' });
writeNames(`${out}/node_names.ts`);

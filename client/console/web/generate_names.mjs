// Makes src/gen/node_names.ts: the English words under which a node counts (keys of CountRow), from the node's own tables, so that
// the page can tell which value each of them means.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path) => readFileSync(`${root}${path}`, 'utf8');

// A table that can no longer be read must not become an empty one.
function atLeast(least, entries, what) {
  if (entries.length < least) throw new Error(`${what}: ${entries.length} entries, at least ${least} were expected`);
  return Object.fromEntries(entries);
}

// 'ACT_STAGE_DETAINED' to 'detained or missing': the names that do not follow from the schema's.
function irregularValues() {
  const pairs = read('node/maritime/vocabulary.cc').matchAll(/\{"([A-Z_]+)", "([^"]+)"\}/g);
  return atLeast(40, [...pairs].map(([, value, name]) => [value, name]), 'names of values');
}

// 'Singapore' to 'SG'; members of APEC by the names that APEC uses.
function states() {
  const literal = /kStates\[\] =([^;]+);/.exec(read('node/maritime/states.cc'))?.[1] ?? '';
  const lines = [...literal.matchAll(/"([^"]*)"/g)].map(([, piece]) => piece).join('').split('|');
  const nameOf = new Map(lines.map((line) => [line.slice(0, 2), line.slice(7)]));
  const members = read('node/maritime/economy.cc').matchAll(/\{"([A-Z]{2})", "[A-Z]{2,3}", "([^"]+)", \{/g);
  for (const [, code, name] of members) nameOf.set(code, name);
  return atLeast(240, [...nameOf].map(([code, name]) => [name, code]), 'names of States');
}

// 'Andaman Sea' to 'andaman-sea'.
function areas() {
  const { features } = JSON.parse(read('config/areas/named.geojson'));
  return atLeast(20, features.map(({ properties }) => [properties.title, properties.name]), 'named areas');
}

export function writeNames(path) {
  const table = (name, entries) => `export const ${name}: Readonly<Record<string, string>> = ${JSON.stringify(entries, null, 2)};\n`;
  writeFileSync(path, [
    '// Made by generate_names.mjs.',
    table('irregularValues', irregularValues()),
    table('codeOfState', states()),
    table('nameOfArea', areas()),
  ].join('\n'));
}

// The packages that the page is built of. One pattern for each: what only builds or tests it is not in it.
interface Package {
  name: string;
  version: string;
  license: string;
}

const files = import.meta.glob<Package>([
  '/node_modules/@bufbuild/protobuf/package.json', '/node_modules/@connectrpc/*/package.json', '/node_modules/@peculiar/x509/package.json',
  '/node_modules/@preact/signals/package.json', '/node_modules/echarts/package.json', '/node_modules/maplibre-gl/package.json',
  '/node_modules/preact/package.json', '/node_modules/topojson-client/package.json', '/node_modules/world-atlas/package.json',
], { eager: true });

export const packages = Object.values(files)
  .map(({ name, version, license }) => ({ name, version, licence: license }))
  .sort((one, other) => (one.name < other.name ? -1 : 1));

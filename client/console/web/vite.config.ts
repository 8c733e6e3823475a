import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { land } from './land.mjs';

export default defineConfig({
  plugins: [land()],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    target: 'es2022',
    // Everything is a file of its own under /assets/: the page's policy allows neither inline scripts nor data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
  },
  worker: { format: 'es' },
  // The areas and ports of the repository's config folder are read as they are.
  server: { fs: { allow: [fileURLToPath(new URL('../../..', import.meta.url))] } },
  test: { include: ['test/**/*.test.ts'], setupFiles: ['test/setup.ts'] },
});

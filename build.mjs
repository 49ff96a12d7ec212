/**
 * Builds dist/: the programs with esbuild, the window with Vite. `--programs` leaves the window out, `--out DIR` builds elsewhere,
 * `--languages FILE` takes the languages from a file in the place of shared/messages/languages.ts, as who tries a new one does.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const { version } = JSON.parse(readFileSync(`${here}package.json`, 'utf8'));
const { values: wanted } = parseArgs({
  options: { programs: { type: 'boolean' }, out: { type: 'string' }, languages: { type: 'string' } },
});
const dist = resolve(wanted.out ?? `${here}dist`);
const languages = {
  name: 'languages',
  setup: ({ onResolve }) => onResolve({ filter: /\/languages\.ts$/ }, () => ({ path: resolve(wanted.languages) })),
};

// CommonJS dependencies inside our ES modules still ask for require.
const banner = {
  js: "import { createRequire as veneerRequire } from 'node:module'; const require = veneerRequire(import.meta.url);",
};
const common = {
  absWorkingDir: here,
  bundle: true,
  platform: 'node',
  target: 'node20',
  define: { VENEER_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
  legalComments: 'none',
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const policy = readFileSync(`${here}assets/polkit/org.veneer.helper.policy`, 'utf8');
const catalogueOfHelper = {
  name: 'catalogue-of-helper',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/en\.ts$/ }, ({ resolveDir }) => ({ path: join(resolveDir, 'en-of-helper.ts') })),
};
// One file that depends on nothing beside it: it is what root runs. CommonJS, for installed it has no suffix. It comes first,
// for the programs name its hash where it is to be installed.
await build({
  ...common,
  format: 'cjs',
  banner: { js: '#!/usr/bin/node' },
  define: { VENEER_POLICY: JSON.stringify(policy) },
  plugins: [catalogueOfHelper],
  entryPoints: ['electron/helper/main.ts'],
  outfile: `${dist}/helper.cjs`,
});
// Without its first line, in which a package names its own Node.
const helperText = readFileSync(`${dist}/helper.cjs`, 'utf8').replace(/^.*\n/, '');
const helperHash = createHash('sha256').update(helperText).digest('hex');
const programs = build({
  ...common,
  define: { ...common.define, VENEER_HELPER_SHA256: JSON.stringify(helperHash) },
  format: 'esm',
  outdir: dist,
  banner,
  splitting: true,
  chunkNames: '[name]-[hash]',
  external: ['electron'],
  plugins: wanted.languages === undefined ? [] : [languages],
  entryPoints: {
    cli: 'electron/cli/main.ts',
    main: 'electron/desktop/main.ts',
    'guarded-reader': 'electron/reader/child.ts',
    downloader: 'electron/downloads/downloader.ts',
  },
});
// A sandboxed preload is one CommonJS file in a scope without Buffer; the remote client only tests for it.
const preload = build({
  ...common,
  format: 'cjs',
  platform: 'browser',
  target: 'chrome140',
  entryPoints: ['electron/desktop/preload.ts'],
  outfile: `${dist}/preload.cjs`,
  external: ['electron'],
  define: { Buffer: 'Uint8Array' },
});
await Promise.all([programs, preload]);

// The tree runs wherever it is copied to.
writeFileSync(`${dist}/package.json`, `${JSON.stringify({ type: 'module', version })}\n`);
mkdirSync(`${dist}/sandbox`);
copyFileSync(`${here}assets/sandbox/metrics.raw`, `${dist}/sandbox/metrics.raw`);
cpSync(`${here}assets/icons`, `${dist}/icons`, { recursive: true });

if (wanted.programs !== true) {
  const { build: buildWindow } = await import('vite');
  await buildWindow({
    configFile: `${here}vite.config.ts`,
    logLevel: 'warn',
    build: { outDir: `${dist}/window` },
    plugins: [
      {
        name: 'languages',
        enforce: 'pre',
        resolveId: (id) =>
          wanted.languages !== undefined && id.endsWith('/languages.ts') ? resolve(wanted.languages) : null,
      },
    ],
  });
}

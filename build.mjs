/**
 * Builds dist/: the programs with esbuild, the window with Vite. `--programs` leaves the window out, `--out DIR` builds elsewhere,
 * `--languages FILE` takes the languages from a file in the place of shared/messages/languages.ts, as who tries a new one does.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { COMPONENTS_FILE, packageFolders } from './assets/packaging/components.mjs';
import { DESKTOP_ALONE } from './assets/packaging/desktop-alone.mjs';
import { COMMANDS, READING } from './electron/cli/compiled.ts';
import { READER } from './electron/reader/compiled.ts';

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
const ofLanguages = wanted.languages === undefined ? [] : [languages];

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
  // Whose they are says dist/components.json, from which packages have their licences.
  legalComments: 'none',
  metafile: true,
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
const helper = await build({
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
const modules = (chunkNames, entryPoints) =>
  build({
    ...common,
    define: { ...common.define, VENEER_HELPER_SHA256: JSON.stringify(helperHash) },
    format: 'esm',
    outdir: dist,
    banner,
    splitting: true,
    chunkNames,
    external: ['electron'],
    plugins: ofLanguages,
    entryPoints,
  });
const programs = modules('[name]-[hash]', {
  downloader: 'electron/downloads/downloader.ts',
  builder: 'electron/build/builder.ts',
});
// Apart from the others, for packages without Electron leave it out with all that it alone has.
const desktop = modules(`${DESKTOP_ALONE}[name]-[hash]`, { main: 'electron/desktop/main.ts' });
// Node starts a file of CommonJS 3 ms sooner than a module.
const starters = build({
  ...common,
  format: 'cjs',
  define: { 'import.meta.dirname': '__dirname' },
  entryPoints: { cli: 'electron/cli/start.ts', 'guarded-reader': 'electron/reader/start.ts' },
  outdir: dist,
  outExtension: { '.js': '.cjs' },
});
// What these start is one file that is compiled already.
const compiledProgram = (entryPoint, { program }, plugins = []) =>
  build({
    ...common,
    define: { ...common.define, VENEER_HELPER_SHA256: JSON.stringify(helperHash), 'import.meta.url': 'here' },
    format: 'cjs',
    // As electron/node/compiled.ts runs it.
    banner: { js: '(function (module, require, here) {' },
    footer: { js: '})' },
    entryPoints: [entryPoint],
    outfile: `${dist}/${program}`,
    // What is read at each start; names stay, for whoever reads where an error came from.
    minifyWhitespace: true,
    external: ['electron'],
    plugins: [...ofLanguages, ...plugins],
  });
const compiled = [
  // What only looks has one in which other commands are not.
  compiledProgram('electron/cli/main.ts', READING, [withoutOtherCommands(['./read.ts', './look.ts'])]),
  compiledProgram('electron/cli/main.ts', COMMANDS),
  compiledProgram('electron/reader/child.ts', READER),
];
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
const built = [helper, ...(await Promise.all([programs, desktop, starters, ...compiled, preload]))];
const bundled = new Set(built.flatMap(({ metafile }) => Object.keys(metafile.inputs)));

// The tree runs wherever it is copied to.
writeFileSync(`${dist}/package.json`, `${JSON.stringify({ type: 'module', version })}\n`);
mkdirSync(`${dist}/sandbox`);
copyFileSync(`${here}assets/sandbox/metrics.raw`, `${dist}/sandbox/metrics.raw`);
cpSync(`${here}assets/recipes`, `${dist}/recipes`, { recursive: true });
for (const page of readdirSync(`${here}docs`).filter((name) => /^findings(?:\.[a-z]+)?\.md$/.test(name)))
  copyFileSync(`${here}docs/${page}`, `${dist}/${page}`);
cpSync(`${here}assets/icons`, `${dist}/icons`, { recursive: true });

// Each in a process of its own, for what is compiled is what was run.
for (const { program } of [READING, COMMANDS, READER]) {
  const args = ['--no-warnings', `${here}compile-program.mjs`, dist, program];
  const compiling = spawnSync(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (compiling.status !== 0) process.exit(1);
}

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
      {
        name: 'components',
        moduleParsed({ id }) {
          bundled.add(id);
        },
        // Fonts, which style sheets name.
        generateBundle: (_, files) => {
          for (const { originalFileNames = [] } of Object.values(files))
            for (const one of originalFileNames) bundled.add(one);
        },
      },
    ],
  });
}
writeFileSync(`${dist}/${COMPONENTS_FILE}`, `${JSON.stringify(packageFolders(bundled), null, 2)}\n`);

/** Of all that is loaded for a command, these files alone; the program is never asked for others. */
function withoutOtherCommands(kept) {
  return {
    name: 'without-other-commands',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^\.\// }, ({ kind, path, importer }) =>
        kind === 'dynamic-import' && importer.includes('/electron/cli/') && !kept.includes(path)
          ? { path, external: true }
          : undefined,
      ),
  };
}

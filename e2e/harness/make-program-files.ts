/** Before all unit tests: makes the files of `program-files.ts`, and takes them away afterwards. */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { MADE_IN, OF_TESTS } from './program-files.ts';
import { run } from './programs.ts';
import { makeScratch } from './scratch.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
/** Where `npm test` has just built, for all its tests. */
const BUILT_IN = 'VENEER_DIST';
/** CommonJS dependencies inside of modules still ask for require. */
const banner = {
  js: "import { createRequire as ofTests } from 'node:module'; const require = ofTests(import.meta.url);",
};

export default async function setUp(): Promise<() => void> {
  const { path, remove } = makeScratch('program-files');
  const built = process.env[BUILT_IN];
  if (built === undefined) run(process.execPath, ['--no-warnings', `${project}build.mjs`, '--programs', '--out', path]);
  else cpSync(built, path, { recursive: true });
  await build({
    absWorkingDir: project,
    entryPoints: Object.entries(OF_TESTS).map(([name, { source }]) => ({ in: source, out: name })),
    outdir: path,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['electron'],
    banner,
    logLevel: 'error',
  });
  process.env[MADE_IN] = path;
  return remove;
}

/** Before all unit tests: makes the files of `program-files.ts`, and takes them away afterwards. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { MADE_IN, PROGRAMS } from './program-files.ts';
import { makeScratch } from './scratch.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
/** CommonJS dependencies inside of modules still ask for require. */
const banner = {
  js: "import { createRequire as ofTests } from 'node:module'; const require = ofTests(import.meta.url);",
};

export default async function setUp(): Promise<() => void> {
  const { path, remove } = makeScratch('program-files');
  await build({
    absWorkingDir: project,
    entryPoints: Object.entries(PROGRAMS).map(([name, file]) => ({ in: file, out: name })),
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

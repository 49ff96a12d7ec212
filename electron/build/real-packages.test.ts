/** The shipped recipes of Debian's packages, made of the very files that their checksums name, by a mirror of Debian 12. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveFolder, type WebServer } from '../../e2e/harness/nginx.ts';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readAs } from '../../shared/declared/read.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import { Recipe } from '../../shared/model/recipe.ts';
import { expanded } from '../../shared/recipe/source-place.ts';
import { lintFile } from '../extensions/lint.ts';
import { buildImage } from './build.ts';

const RECIPES = fileURLToPath(new URL('../../assets/recipes/', import.meta.url));
const ARCHITECTURE = 'x86-64';

let scratch: Scratch;
let server: WebServer;
const at = (path: string) => join(scratch.path, path);
beforeEach(async () => {
  scratch = makeScratch('real-packages');
  mkdirSync(at('served'));
  server = await serveFolder(scratch, 'served');
});
afterEach(async () => {
  await server.stop();
  scratch.remove();
});

/** Fetches a package by its file in the pool. @returns whether the mirror has that version */
function fetchTo(path: string): boolean {
  const folder = dirname(at(path));
  mkdirSync(folder, { recursive: true });
  const [name, version] = path.slice(path.lastIndexOf('/') + 1).split('_');
  try {
    run('apt-get', ['download', '--quiet', `${name}=${version}`], { cwd: folder });
    return true;
  } catch {
    return false;
  }
}

test.for([
  ['debug-tools', { strace: /^strace -- version 6\.1\n/, tcpdump: /^tcpdump version 4\.99\.3\n/ }],
  ['oem-gce', {}],
] as const)('%s (needs a mirror of Debian 12)', async ([name, programs], { skip }) => {
  const path = join(RECIPES, `${name}.recipe.yaml`);
  const parsed = parseYaml(readFileSync(path, 'utf8'), path);
  const recipe = readAs(Recipe, parsed);
  const { version } = recipe;
  const wanted = { version, architecture: ARCHITECTURE };
  const sources = Object.fromEntries(
    Object.entries(recipe.sources).map(([one, source]) => {
      const { url = '' } = source;
      const place = expanded(url, source, wanted).slice('https://'.length);
      if (!fetchTo(`served/${place}`)) skip(`no mirror here has ${place}`);
      return [one, { ...source, url: url.replace('https://', server.url) }];
    }),
  );
  const image = at(`${name}.raw`);
  await buildImage({ ...recipe, sources }, parsed, wanted, image, {
    ...{ path, format: 'squashfs', packing: 'gzip', signing: null, cache: at('cache'), signal: null },
    onFetch: () => {},
    onRun: () => {},
  });
  run('unsquashfs', ['-no-progress', '-d', at('root'), image]);
  for (const [program, said] of Object.entries(programs)) {
    const env = { LD_LIBRARY_PATH: at('root/usr/lib/x86_64-linux-gnu') };
    const { stdout, stderr } = spawnSync(at(`root/usr/bin/${program}`), ['--version'], { encoding: 'utf8', env });
    expect(stdout + stderr).toMatch(said);
  }
  const { findings } = await lintFile(image, { class: recipe.class, name }, null);
  expect(findings.filter(({ id }) => id !== 'restarts-units')).toEqual([]);
});

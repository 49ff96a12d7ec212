/**
 * Fresh random hosts and extensions, judged by us and merged by this machine's own systemd-sysext. Each run makes
 * new ones; a difference is printed with what made it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wouldMerge } from '../../electron/extensions/layers.ts';
import { readSystem } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { readSystemdVersion } from '../../electron/host/systemd-version.ts';
import { makePlan } from '../../electron/operations/plan.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { isRoot, type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { withoutTies } from '../harness/predicted.ts';
import { run } from '../harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';

const HOSTS = 12;
const EXTENSIONS = 40;

let namespace: MountNamespace;
const scratches: Scratch[] = [];
beforeAll(async () => {
  namespace = await openMountNamespace();
});
afterAll(() => {
  namespace.close();
  for (const scratch of scratches) scratch.remove();
});

const id = fc.constantFrom('debian', 'flatcar', 'fedora', '_any', '', 'a b');
const version = fc.constantFrom('12', '12.0', '41', '', '"12"', '12 ');
const level = fc.constantFrom('1.0', '2', '', '"1.0"', "'1.0'");
const line = (key: string, value: fc.Arbitrary<string>) =>
  fc.option(value, { nil: null }).map((text) => (text === null ? '' : `${key}=${text}\n`));
const noise = fc.constantFrom(
  '',
  '# a comment\n',
  '; another \\\n',
  '\n\n',
  'NAME="x y"\n',
  ' INDENTED=1\n',
  'BROKEN\n',
);
const host = fc
  .tuple(
    fc.constantFrom('debian', 'flatcar', 'fedora'),
    line('VERSION_ID', version),
    line('SYSEXT_LEVEL', level),
    line('ID_LIKE', fc.constantFrom('debian', '"debian fedora"', 'fedora')),
    noise,
  )
  .map(([name, ...rest]) => `ID=${name}\n${rest.join('')}`);
const release = fc
  .tuple(
    noise,
    line('ID', id),
    line('VERSION_ID', version),
    line('SYSEXT_LEVEL', level),
    line('ARCHITECTURE', fc.constantFrom('x86-64', 'arm64', '_any', '', 'x86_64')),
    line('SYSEXT_SCOPE', fc.constantFrom('system', 'initrd', '"initrd system"', 'portable', '""', 'system,initrd')),
    noise,
  )
  .map((lines) => lines.join(''));
const name = fc.stringMatching(/^[a-z][a-z0-9._~+-]{0,8}$/).filter((text) => !/\.(v|raw|sysext|confext)$/.test(text));

function sample<T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] {
  return fc.sample(arbitrary, { numRuns });
}

interface Truth {
  readonly status: number | null;
  readonly output: string;
  /** Lowest layer first, as the kernel has them. */
  readonly layers: readonly string[];
}

/** Merges and reads the true layers from the kernel. */
function mergeForReal(root: string): Truth {
  const { status, output } = namespace.run('systemd-sysext', `--root=${root}`, 'refresh');
  const mount = namespace
    .run('cat', '/proc/self/mountinfo')
    .output.split('\n')
    .findLast((text) => text.split(' ')[4] === `${root}/usr` && text.includes(' - overlay sysext '));
  const lower = /lowerdir=([^, ]+)/.exec(mount ?? '')?.[1] ?? '';
  const layers = lower
    .split(':')
    .flatMap((layer) => /\/sysext\/extensions\/([^/]+)\//.exec(layer.replaceAll('\\', ''))?.[1] ?? [])
    .reverse();
  return { status, output, layers };
}

function newTree(osRelease: string): Scratch {
  const scratch = makeScratch('live');
  scratches.push(scratch);
  scratch.put('usr/lib/os-release', osRelease);
  mkdirSync(join(scratch.path, 'opt'));
  return scratch;
}

async function prediction(root: string) {
  const system = await readSystem({ root, asSystemd: null, mounts: ownMounts(root) }, null);
  const plan = makePlan(system, { ...EMPTY_REQUEST, action: 'refresh', classes: ['sysext'] });
  return { system, plan, layers: plan.outcomes[0]?.after ?? [] };
}

test(`predicts the layers of ${HOSTS} random hosts with ${EXTENSIONS} random extensions each`, async () => {
  const wrong: unknown[] = [];
  let mergedSomewhere = 0;
  let leftOutSomewhere = 0;
  for (const osRelease of sample(host, HOSTS)) {
    const tree = newTree(osRelease);
    // Some are made for this very host, so that every run sees merges as well as refusals.
    const someRelease = fc.oneof({ weight: 3, arbitrary: release }, { weight: 1, arbitrary: fc.constant(osRelease) });
    const made = new Map(sample(fc.tuple(name, someRelease), EXTENSIONS));
    for (const [extension, text] of made) putExtension(tree, 'var/lib/extensions', extension, text);
    const { system, layers } = await prediction(tree.path);
    const truth = mergeForReal(tree.path);
    expect(truth.status, truth.output).toBe(0);
    mergedSomewhere += truth.layers.length;
    leftOutSomewhere += made.size - truth.layers.length;
    if (JSON.stringify(withoutTies(layers)) !== JSON.stringify(withoutTies(truth.layers))) {
      const differing = system.extensions
        .filter((one) => (wouldMerge(one) === true) !== truth.layers.includes(one.name))
        .map((one) => ({ name: one.name, release: made.get(one.name), verdict: one.verdict.message }));
      wrong.push({ osRelease, ours: layers, theirs: truth.layers, differing });
    }
    namespace.run('systemd-sysext', `--root=${tree.path}`, 'unmerge');
  }
  expect(wrong).toEqual([]);
  expect(mergedSomewhere).toBeGreaterThan(20);
  expect(leftOutSomewhere).toBeGreaterThan(20);
});

test('lists what systemd lists in random search directories', async () => {
  const wrong: unknown[] = [];
  const directory = fc.constantFrom('etc/extensions', 'run/extensions', 'var/lib/extensions', 'usr/lib/extensions');
  // We judge as if the tree were `/`; with --root, versions before 254 pass symlinks over.
  const links = (readSystemdVersion('/') ?? 0) >= 254 ? ['link-to-folder'] : [];
  const kind = fc.constantFrom('folder', 'empty', 'image', 'zero', 'plain', 'fifo', ...links);
  const entries = fc.array(fc.tuple(directory, fc.constantFrom('a', 'b', 'c.d', 'e-1', '.#f', 'g.sysext'), kind), {
    maxLength: 10,
  });
  for (const [at, chosen] of sample(entries, 40).entries()) {
    const tree = newTree('ID=debian\nVERSION_ID=12\n');
    const taken = new Set<string>();
    for (const [folder, extension, form] of chosen) {
      // Two entries of one name in one directory are ambiguous by systemd's own doing.
      if (taken.has(`${folder}/${extension}`)) continue;
      taken.add(`${folder}/${extension}`);
      const path = `${folder}/${extension}`;
      mkdirSync(join(tree.path, folder), { recursive: true });
      if (form === 'folder') putExtension(tree, folder, extension, 'ID=_any\n');
      else if (form === 'empty') mkdirSync(join(tree.path, path));
      else if (form === 'image') tree.put(`${path}.raw`, 'any bytes');
      else if (form === 'zero') tree.put(`${path}.raw`, '');
      else if (form === 'plain') tree.put(path, 'no suffix');
      else if (form === 'fifo') run('mkfifo', [join(tree.path, `${path}.raw`)]);
      else {
        tree.put(`${folder}-target-${extension}/usr/x`, '');
        run('ln', ['-s', `../${folder.split('/').at(-1)}-target-${extension}`, join(tree.path, path)]);
      }
    }
    const { system } = await prediction(tree.path);
    const ours = system.extensions
      .filter((one) => one.listed)
      .map((one) => `${one.name} ${one.type}`)
      .sort();
    const { output } = namespace.run('systemd-sysext', `--root=${tree.path}`, '--json=short', 'list');
    const answer = output.trim().startsWith('[') ? (JSON.parse(output) as { name: string; type: string }[]) : [];
    const theirs = answer.map((one) => `${one.name} ${one.type}`).sort();
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) wrong.push({ at, chosen, ours, theirs, output });
  }
  expect(wrong).toEqual([]);
});

test.runIf(isRoot)(
  'predicts which images merge, and that a broken one stops all',
  async () => {
    const tree = newTree('ID=debian\nVERSION_ID=12\n');
    const compressors = ['gzip', 'xz', 'zstd', 'lz4'];
    for (const compressor of compressors) {
      const source = makeScratch('live-image');
      scratches.push(source);
      const extension = `image-${compressor}`;
      putExtension(source, '', extension, compressor === 'xz' ? 'ID=fedora\n' : 'ID=_any\n', {
        [`usr/share/${compressor}`]: 'x',
      });
      mkdirSync(join(tree.path, 'var/lib/extensions'), { recursive: true });
      makeSquashfs(
        join(source.path, extension),
        join(tree.path, 'var/lib/extensions', `${extension}.raw`),
        '-comp',
        compressor,
      );
    }
    const good = await prediction(tree.path);
    const merged = mergeForReal(tree.path);
    expect(merged.status, merged.output).toBe(0);
    expect(good.layers).toEqual(merged.layers);
    expect(good.layers).toEqual(['image-gzip', 'image-lz4', 'image-zstd']);

    tree.put('var/lib/extensions/torn.raw', 'hsqs and then nothing that is an image');
    const torn = await prediction(tree.path);
    expect(torn.plan.blockers).toHaveLength(1);
    const refused = mergeForReal(tree.path);
    expect(refused.status).not.toBe(0);
    // A failed refresh leaves the earlier merge.
    expect(refused.layers).toEqual(merged.layers);
    namespace.run('systemd-sysext', `--root=${tree.path}`, 'unmerge');
  },
  120_000,
);

test('knows the version of the systemd that answers', () => {
  const said = /^systemd (\d+)/.exec(run('systemd-sysext', ['--version']))?.[1];
  expect(readSystemdVersion('/')).toBe(Number(said));
});

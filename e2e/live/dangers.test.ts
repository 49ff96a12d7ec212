/**
 * What is said to vanish in a merge, against what vanishes when this machine's systemd-sysext merges: on random trees of a
 * base and three extensions, each finding must come true, and nothing may vanish without one.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { machine } from 'node:os';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findConflicts } from '../../electron/extensions/conflicts.ts';
import { dangersOfMerge } from '../../electron/extensions/dangers/dangers.ts';
import type { Danger } from '../../electron/extensions/dangers/facts.ts';
import { ownMounts, readSystem, type Site } from '../../electron/extensions/system.ts';
import { isRoot, type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { run } from '../harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';

const RUNS = 40;
const EXTENSIONS = ['x-a', 'x-b', 'x-c'];

let namespace: MountNamespace;
let scratch: Scratch;
let count = 0;
beforeAll(async () => {
  namespace = await openMountNamespace();
  scratch = makeScratch('dangers');
});
afterAll(() => {
  namespace.close();
  scratch.remove();
});

type Kind = 'folder' | 'file' | 'link' | 'opaque' | 'whiteout';
type Entry = readonly [path: string, kind: Kind];
interface Host {
  readonly root: string;
  readonly site: Site;
}

/** Only root makes devices and `trusted.` attributes. */
const KINDS: readonly Kind[] = isRoot ? ['folder', 'file', 'link', 'opaque', 'whiteout'] : ['folder', 'file', 'link'];

function makeHost(base: readonly Entry[], extensions: Readonly<Record<string, readonly Entry[]>>): Host {
  const name = `host-${++count}`;
  const root = join(scratch.path, name);
  scratch.put(`${name}/usr/lib/os-release`, 'ID=debian\nVERSION_ID=12\n');
  for (const entry of base) put(root, entry, 'of-base');
  for (const [extension, entries] of Object.entries(extensions)) {
    putExtension(scratch, `${name}/var/lib/extensions`, extension, 'ID=_any\n');
    for (const entry of entries) put(join(root, 'var/lib/extensions', extension), entry, `of-${extension}`);
  }
  return { root, site: { root, asSystemd: null, mounts: ownMounts(root) } };
}

/** @param inside a file that each folder gets, for what is lost of an empty folder is not to be seen */
function put(top: string, [path, kind]: Entry, inside: string | null = null): void {
  const place = join(top, path);
  if (lstatSync(place, { throwIfNoEntry: false }) !== undefined) return;
  mkdirSync(dirname(place), { recursive: true });
  if (kind === 'file') writeFileSync(place, '');
  else if (kind === 'link') symlinkSync('nowhere', place);
  else if (kind === 'whiteout') run('mknod', [place, 'c', '0', '0']);
  else mkdirSync(place);
  if (inside !== null && (kind === 'folder' || kind === 'opaque')) writeFileSync(join(place, inside), '');
  if (kind === 'opaque') run('setfattr', ['-n', 'trusted.overlay.opaque', '-v', 'y', place]);
}

async function foretold({ site }: Host): Promise<Danger[]> {
  const system = await readSystem(site, null);
  return dangersOfMerge(
    site,
    system,
    'sysext',
    system.extensions.map(({ name }) => name),
  );
}

/** Merges, lists the merged /usr by path, and unmerges. */
function merged({ root }: Host): Map<string, string> {
  expect(namespace.run('systemd-sysext', `--root=${root}`, 'merge')).toMatchObject({ status: 0 });
  try {
    return listing(
      namespace.run('find', join(root, 'usr'), '-mindepth', '1', '-printf', '%y %m %U:%G usr/%P\n').output,
    );
  } finally {
    expect(namespace.run('systemd-sysext', `--root=${root}`, 'unmerge')).toMatchObject({ status: 0 });
  }
}

function listing(text: string): Map<string, string> {
  const lines = text.trim().split('\n');
  return new Map(lines.map((line) => [line.split(' ').slice(3).join(' '), line.split(' ').slice(0, 3).join(' ')]));
}

const listed = (top: string) =>
  listing(run('find', [join(top, 'usr'), '-mindepth', '1', '-printf', '%y %m %U:%G usr/%P\n']));

/** A folder or what is none: a file in the place of a link is a conflict of files, not a danger. */
const shapeOf = (line: string | undefined) =>
  line === undefined ? 'nothing' : line.startsWith('d') ? 'folder' : 'other';

const isAtOrBelow = (path: string, top: string) => path === top || path.startsWith(`${top}/`);

const segment = fc.constantFrom('p', 'q', 'r');
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => `usr/${segments.join('/')}`);
const tree = (kinds: readonly Kind[]) => fc.array(fc.tuple(path, fc.constantFrom(...kinds)), { maxLength: 7 });

/** Leaves first would put files where folders are wanted: a path that stands below a file of its own layer is left out. */
function consistent(entries: readonly Entry[]): Entry[] {
  const kept: Entry[] = [];
  for (const entry of [...entries].sort(([a], [b]) => a.length - b.length)) {
    const parentIsLeaf = kept.some(
      ([top, kind]) => kind !== 'folder' && kind !== 'opaque' && entry[0].startsWith(`${top}/`),
    );
    if (!parentIsLeaf && !kept.some(([top]) => top === entry[0])) kept.push(entry);
  }
  return kept;
}

test(`foretells what vanishes, on ${RUNS} random hosts`, async () => {
  let vanished = 0;
  await fc.assert(
    fc.asyncProperty(
      tree(['folder', 'file', 'link']),
      fc.tuple(tree(KINDS), tree(KINDS), tree(KINDS)),
      async (base, layers) => {
        const extensions = Object.fromEntries(EXTENSIONS.map((name, at) => [name, consistent(layers[at] ?? [])]));
        const host = makeHost(consistent(base), extensions);
        const vanishing = (await foretold(host)).filter(
          ({ kind }) => kind.startsWith('hides-') || kind === 'opaque' || kind === 'whiteout',
        );
        const before = [
          listed(host.root),
          ...EXTENSIONS.map((name) => listed(join(host.root, 'var/lib/extensions', name))),
        ];
        const after = merged(host);
        const gone = new Set<string>();
        for (const layer of before) {
          for (const [inner, line] of layer) {
            const isMark = line.startsWith('c');
            if (!isMark && shapeOf(line) !== shapeOf(after.get(inner))) gone.add(inner);
          }
        }
        for (const inner of gone) {
          expect(
            vanishing.filter(({ path: at }) => isAtOrBelow(inner, at)),
            `${inner} vanishes`,
          ).not.toEqual([]);
        }
        for (const { path: at, message } of vanishing) {
          expect(
            [...gone].filter((inner) => isAtOrBelow(inner, at)),
            `${at}: ${message}`,
          ).not.toEqual([]);
        }
        vanished += gone.size;
        rmSync(host.root, { recursive: true });
      },
    ),
    { numRuns: RUNS },
  );
  // Random trees that never spoil anything would prove nothing.
  expect(vanished).toBeGreaterThan(RUNS);
}, 120_000);

describe('says before what happens', () => {
  test('to links of the base, as of a merged sbin and of usr/local', async () => {
    const host = makeHost(
      [
        ['usr/bin/useradd', 'file'],
        ['var/usrlocal/bin/mine', 'file'],
      ],
      {
        'x-a': [
          ['usr/sbin/tool', 'file'],
          ['usr/local/bin/foo', 'file'],
        ],
      },
    );
    symlinkSync('bin', join(host.root, 'usr/sbin'));
    symlinkSync('../var/usrlocal', join(host.root, 'usr/local'));
    expect(existsSync(join(host.root, 'usr/sbin/useradd'))).toBe(true);
    expect(existsSync(join(host.root, 'usr/local/bin/mine'))).toBe(true);
    expect(await foretold(host)).toMatchObject([
      { extension: 'x-a', kind: 'hides-link', severity: 'danger', path: 'usr/local' },
      { extension: 'x-a', kind: 'hides-link', severity: 'danger', path: 'usr/sbin' },
    ]);
    const after = merged(host);
    expect(after.has('usr/sbin/useradd')).toBe(false);
    expect(after.has('usr/local/bin/mine')).toBe(false);
    expect(after.has('usr/sbin/tool')).toBe(true);
  });

  test('to folders of the base under links and files', async () => {
    const host = makeHost([['usr/lib64/ld.so', 'file']], { 'x-a': [['usr/lib64', 'link']] });
    expect(await foretold(host)).toMatchObject([{ kind: 'hides-folder', severity: 'danger', path: 'usr/lib64' }]);
    expect(merged(host).has('usr/lib64/ld.so')).toBe(false);
  });

  test('to the mode of folders', async () => {
    const host = makeHost(
      [
        ['usr/bin/ls', 'file'],
        ['usr/share/doc', 'folder'],
      ],
      {
        'x-a': [
          ['usr/bin/tool', 'file'],
          ['usr/share/doc/x', 'file'],
        ],
      },
    );
    const own = join(host.root, 'var/lib/extensions/x-a/usr');
    for (const folder of ['bin', 'share', 'share/doc']) chmodSync(join(own, folder), 0o700);
    chmodSync(own, 0o700);
    const found = await foretold(host);
    expect(found).toMatchObject([{ kind: 'folder-rights', severity: 'danger', path: 'usr/bin' }]);
    expect(found[0]?.message).toMatch(/^This and 2 more folders get mode 700 .* instead of mode 755 /);
    const after = merged(host);
    for (const folder of ['usr/bin', 'usr/share', 'usr/share/doc']) expect(after.get(folder)).toMatch(/^d 700 /);
  });

  test.runIf(isRoot)('to the owner of folders', async () => {
    const host = makeHost([['usr/bin/ls', 'file']], { 'x-a': [['usr/bin/tool', 'file']] });
    chownSync(join(host.root, 'var/lib/extensions/x-a/usr/bin'), 1000, 1000);
    expect(await foretold(host)).toMatchObject([{ kind: 'folder-rights', severity: 'warning', path: 'usr/bin' }]);
    expect(merged(host).get('usr/bin')).toBe('d 755 1000:1000');
  });

  test('only of the topmost layer that has the folder', async () => {
    const host = makeHost([['usr/bin/ls', 'file']], {
      'x-a': [['usr/bin/a', 'file']],
      'x-b': [['usr/bin/b', 'file']],
    });
    chmodSync(join(host.root, 'var/lib/extensions/x-a/usr/bin'), 0o700);
    expect(await foretold(host)).toEqual([]);
    expect(merged(host).get('usr/bin')).toMatch(/^d 755 /);
  });

  test.runIf(isRoot).each(['squashfs', 'erofs', 'ext4'])('to what is under marks in an image of %s', async (form) => {
    const host = makeHost(
      [
        ['usr/lib/systemd/system/multi-user.target.d/10-base.conf', 'file'],
        ['usr/share/keep/gone', 'file'],
      ],
      {},
    );
    putExtension(scratch, `marked-${form}`, 'x-a', 'ID=_any\n');
    const source = join(scratch.path, `marked-${form}/x-a`);
    put(source, ['usr/lib/systemd/system/multi-user.target.d', 'opaque']);
    put(source, ['usr/share/keep/gone', 'whiteout']);
    mkdirSync(join(host.root, 'var/lib/extensions'), { recursive: true });
    const image = join(host.root, 'var/lib/extensions/x-a.raw');
    if (form === 'squashfs') makeSquashfs(source, image);
    else if (form === 'erofs') run('mkfs.erofs', ['--quiet', '-zlz4', image, source]);
    else run('mke2fs', ['-q', '-t', 'ext4', '-d', source, image, '4m']);
    const found = await foretold(host);
    expect(found.map(({ kind, path: at }) => [kind, at])).toEqual([
      ['opaque', 'usr/lib/systemd/system/multi-user.target.d'],
      ['whiteout', 'usr/share/keep/gone'],
    ]);
    expect(found[0]?.message).toContain('10-base.conf');
    const { conflicts, vanishing } = await findConflicts(host.site, await readSystem(host.site, null), 'sysext');
    expect(conflicts, 'what is deleted is not overridden').toEqual([]);
    expect(vanishing.map(({ kind }) => kind)).toEqual(['opaque', 'whiteout']);
    const after = merged(host);
    expect(after.has('usr/lib/systemd/system/multi-user.target.d')).toBe(true);
    expect(after.has('usr/lib/systemd/system/multi-user.target.d/10-base.conf')).toBe(false);
    expect(after.has('usr/share/keep/gone')).toBe(false);
  });

  test('to programs for another machine', async () => {
    const host = makeHost([['usr/bin/ls', 'file']], { 'x-a': [] });
    const program = readFileSync('/bin/true');
    // The number of a machine that no kernel runs beside its own: SPARC V9, or IA-64 there.
    program.writeUInt16LE(machine() === 'sparc64' ? 50 : 43, 18);
    for (const name of ['one', 'two']) {
      scratch.put(`${basename(host.root)}/var/lib/extensions/x-a/usr/bin/${name}`, program, 0o755);
    }
    const found = await foretold(host);
    expect(found).toMatchObject([{ extension: 'x-a', kind: 'foreign-machine', severity: 'danger' }]);
    expect(found[0]?.message).toMatch(/^2 programs, like this one, are built for /);
    expect(spawnSync('/bin/true').status).toBe(0);
    expect(spawnSync('bash', ['-c', join(host.root, 'var/lib/extensions/x-a/usr/bin/one')])).toMatchObject({
      status: 126,
    });
  });

  test.runIf(isRoot)('to what is mounted below, up to 256', async () => {
    const host = makeHost([['usr/mounted', 'folder']], { 'x-a': [['usr/bin/tool', 'file']] });
    const place = join(host.root, 'usr/mounted');
    namespace.run('mount', '-t', 'tmpfs', 'tmpfs', place);
    namespace.run('touch', join(place, 'inside'));
    const mountinfo = `/proc/${namespace.pid}/mountinfo`;
    const site = { ...host.site, mounts: { root: host.root, prefix: '', mountinfo } };
    const dangers = async (asSystemd: number) => {
      const system = await readSystem({ ...site, asSystemd }, null);
      return dangersOfMerge(site, system, 'sysext', ['x-a']);
    };
    expect(await dangers(252)).toMatchObject([{ extension: null, kind: 'mounts-below', severity: 'danger' }]);
    expect((await dangers(252))[0]?.message).toContain('/usr/mounted');
    expect(await dangers(257)).toEqual([]);
    expect(await dangers(262)).toEqual([]);
    expect(merged(host).has('usr/mounted/inside')).toBe(false);
    namespace.run('umount', place);
  });
});

test('what lies under a merge is told to be unknown, and what shines through is not', async () => {
  const host = makeHost(
    [
      ['usr/bin/ls', 'file'],
      ['usr/hidden', 'folder'],
    ],
    {
      'x-a': [
        ['usr/bin/a', 'file'],
        ['usr/hidden', 'link'],
      ],
    },
  );
  expect(namespace.run('systemd-sysext', `--root=${host.root}`, 'merge')).toMatchObject({ status: 0 });
  try {
    // Read from inside, as a host that shows its own merge is.
    const tell = new URL('../harness/tell-dangers.ts', import.meta.url).pathname;
    const { status, output } = namespace.run(process.execPath, '--no-warnings', tell, host.root);
    expect(status, output).toBe(0);
    const found = JSON.parse(output) as Danger[];
    expect(found).toMatchObject([{ extension: 'x-a', kind: 'base-unknown', severity: 'note' }]);
    expect(found[0]?.message).toContain('at 2 paths');
  } finally {
    namespace.run('systemd-sysext', `--root=${host.root}`, 'unmerge');
  }
});

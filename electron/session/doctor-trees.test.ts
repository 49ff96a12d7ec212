/**
 * Each finding that files alone lead to, made for real: a healthy tree has none, then one trouble is made in it, and the Doctor
 * finds it with the readers and the session that a window has. e2e/findings/doctor-rules.md tells where those of other kinds are made.
 */
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRoot } from '../../e2e/harness/mount-namespace.ts';
import { run } from '../../e2e/harness/programs.ts';
import { imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { UNFINISHED } from '../../shared/changes/unfinished.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { lookOver } from './doctor-calls.ts';
import type { Session } from './session.ts';

const EXTENSIONS = 'var/lib/extensions';
const TOOL = `${EXTENSIONS}/tool`;
const UNITS = 'usr/lib/systemd/system';
const SCHEMAS = 'usr/share/glib-2.0/schemas';

let tree: Scratch;
let session: Session | null = null;
beforeEach(() => {
  tree = makeScratch('doctor-trees');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  tree.put('usr/bin/base', '#!/bin/sh\n', 0o755);
  tree.put('usr/lib/base/text', '');
  tree.put(`${SCHEMAS}/of-base.gschema.xml`, '');
  putExtension(tree, EXTENSIONS, 'tool', 'ID=_any\n', { 'usr/bin/tool': '#!/bin/sh\n' });
});
afterEach(() => {
  session?.close();
  session = null;
  tree.remove();
});

const at = (path: string) => join(tree.path, path);
const folder = (path: string) => mkdirSync(at(path), { recursive: true });
function link(path: string, target: string): void {
  folder(join(path, '..'));
  symlinkSync(target, at(path));
}
const image = (path: string, name: string) => tree.put(path, imageOf(tree, { name }));

async function look(asSystemd = 257) {
  const opened = await openSession(tree, tree.path, { asSystemd, reader: createOwnReader() });
  ({ session } = opened);
  const { items, passed } = await lookOver(opened.session, opened.host, null);
  session.close();
  return { ids: items.map(({ diagnosis }) => diagnosis.id), passed };
}

interface Trouble {
  readonly make: () => void;
  readonly asSystemd?: number;
  /** Where only root can make it. */
  readonly needsRoot?: boolean;
}

const own = (path: string, content = '') => tree.put(`${TOOL}/${path}`, content);
const release = (fields: string) => own('usr/lib/extension-release.d/extension-release.tool', `ID=_any\n${fields}\n`);

/** By the id of the finding that each leads to. */
const TROUBLES: Readonly<Record<string, Trouble>> = {
  'merge-fails': { make: () => tree.put(`${EXTENSIONS}/torn.raw`, 'a page that was saved') },
  'not-looked-at': { make: () => tree.put(`${EXTENSIONS}/packed.raw.xz`, '') },
  'until-reboot': { make: () => putExtension(tree, 'run/extensions', 'passing', 'ID=_any\n') },
  'unfinished-files': {
    make: () => {
      const path = `${EXTENSIONS}/${UNFINISHED}${'0a'.repeat(8)}`;
      tree.put(path, 'half');
      // What is younger may be at work.
      utimesSync(at(path), 1, 1);
    },
  },
  ambiguous: { make: () => image(`${EXTENSIONS}/tool.raw`, 'tool') },
  'null-link': { make: () => link('etc/extensions/other.raw', '/dev/null') },
  'ineffective-mask': { make: () => link('etc/extensions/tool', '/dev/null') },
  dangling: { make: () => link('etc/extensions/gone.raw', '/srv/gone.raw') },
  'vendor-image-absent': { make: () => link('etc/extensions/oem-x.raw', '/oem/sysext/oem-x-1.raw') },
  'special-file': {
    make: () => {
      folder('etc/extensions');
      run('mkfifo', [at('etc/extensions/queue.raw')]);
    },
  },
  'no-fitting-version': { make: () => tree.put(`${EXTENSIONS}/many.raw.v/many_1_alpha.raw`, '') },
  loop: { make: () => link('etc/extensions/loop', 'loop') },
  'through-file': { make: () => link('etc/extensions/through', '/usr/bin/base/x') },
  'mask-without-target': { make: () => folder('etc/extensions/nothing') },
  'does-not-fit': { make: () => putExtension(tree, EXTENSIONS, 'foreign', 'ID=arch\n') },
  'carries-os-release': { make: () => own('usr/lib/os-release', 'ID=x\n') },
  setuid: {
    make: () => {
      own('usr/bin/raised');
      chmodSync(at(`${TOOL}/usr/bin/raised`), 0o4755);
    },
  },
  'release-file-of-sysext': {
    make: () => {
      const config = 'var/lib/confexts/config';
      tree.put(`${config}/etc/extension-release.d/extension-release.config`, 'ID=_any\n');
      tree.put(`${config}/usr/lib/extension-release.d/extension-release.config`, 'ID=_any\n');
    },
  },
  'missing-library': {
    // A program whose libraries this base does not have.
    make: () => copyFileSync('/bin/ls', at(`${TOOL}/usr/bin/needs`)),
  },
  'without-effect': { make: () => own('srv/lost') },
  'hides-link': {
    make: () => {
      link('usr/lib/current', 'base');
      own('usr/lib/current/x');
    },
  },
  'hides-folder': { make: () => own('usr/lib/base') },
  'hides-file': { make: () => own('usr/bin/base/x') },
  opaque: {
    make: () => {
      own('usr/lib/base/x');
      run('setfattr', ['-n', 'trusted.overlay.opaque', '-v', 'y', at(`${TOOL}/usr/lib/base`)]);
    },
    needsRoot: true,
  },
  whiteout: {
    make: () => {
      folder(`${TOOL}/usr/lib/base`);
      run('mknod', [at(`${TOOL}/usr/lib/base/text`), 'c', '0', '0']);
    },
    needsRoot: true,
  },
  'folder-rights': { make: () => chmodSync(at(`${TOOL}/usr/bin`), 0o700) },
  'foreign-machine': {
    make: () => {
      // IA-64, which no kernel runs beside its own: e_machine of elf(5).
      const program = Buffer.alloc(64);
      program.write('\x7fELF\x02\x01\x01', 0, 'latin1');
      program.writeUInt16LE(2, 16);
      program.writeUInt16LE(50, 18);
      writeFileSync(at(`${TOOL}/usr/bin/strange`), program, { mode: 0o755 });
    },
  },
  'cache-hidden': {
    make: () => {
      tree.put(`${SCHEMAS}/gschemas.compiled`, '');
      own(`${SCHEMAS}/gschemas.compiled`);
    },
  },
  'cache-outdated': {
    make: () => {
      tree.put(`${SCHEMAS}/gschemas.compiled`, '');
      own(`${SCHEMAS}/tool.gschema.xml`);
    },
  },
  'cache-missing': { make: () => own(`${SCHEMAS}/tool.gschema.xml`) },
  'not-started-at-boot': {
    make: () => {
      own(`${UNITS}/tool.service`, '[Service]\nExecStart=/usr/bin/tool\n');
      link(`${TOOL}/${UNITS}/multi-user.target.wants/tool.service`, '../tool.service');
    },
  },
  'restarts-units': { make: () => release('EXTENSION_RESTART_UNITS=tool.service'), asSystemd: 262 },
  'release-field': { make: () => release('EXTENSION_RESTART_UNITS=tool.service') },
  'etc-read-only': {
    make: () => tree.put('var/lib/confexts/config/etc/extension-release.d/extension-release.config', 'ID=_any\n'),
  },
  'confext-inside': {
    make: () => own('usr/lib/confexts/net/etc/extension-release.d/extension-release.net', 'ID=_any\n'),
  },
};

const POSSIBLE = Object.entries(TROUBLES).filter(([, { needsRoot = false }]) => isRoot || !needsRoot);

test.each(POSSIBLE)(
  '%s is found once its trouble is made, and not before it',
  async (id, { make, asSystemd = 257 }) => {
    const before = await look(asSystemd);
    expect(before.ids).toEqual([]);
    expect(before.passed).toContain(id);
    make();
    const after = await look(asSystemd);
    expect(after.ids).toContain(id);
    expect(after.passed).not.toContain(id);
  },
);

test('unreadable is found where an ordinary user may not look, and is not for who may', async () => {
  link('etc/extensions/closed.raw', '/srv/closed/closed.raw');
  image('srv/closed/closed.raw', 'closed');
  expect((await look()).ids).not.toContain('unreadable');
  chmodSync(tree.path, 0o777);
  chmodSync(at('srv/closed'), isRoot ? 0o700 : 0);
  if (isRoot) process.seteuid?.(61_000);
  try {
    expect((await look()).ids).toContain('unreadable');
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(at('srv/closed'), 0o700);
  }
});

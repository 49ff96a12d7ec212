/** A tree whose extensions come and go: good ones in every form, misnamed, broken and hostile ones. */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Chance } from '../harness/random/chance.ts';
import { putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import type { Case } from '../hostile/cases.ts';
import { EROFS_CASES } from '../hostile/erofs-cases.ts';
import { EXT_CASES } from '../hostile/ext-cases.ts';
import { GPT_CASES } from '../hostile/gpt-cases.ts';
import { SQUASHFS_CASES } from '../hostile/squashfs-cases.ts';

/** Those that take seconds to make; each is read in e2e/live/hostile.test.ts. */
const LARGE = /[0-9]00,000|64 MiB of/;
const PLACE = 'var/lib/extensions';
const MOST = 16;
const KINDS = {
  folder: 4,
  image: 4,
  otherRelease: 2,
  misnamed: 2,
  cut: 2,
  noise: 1,
  empty: 1,
  fifo: 1,
  dangling: 1,
  overlong: 1,
  replaced: 2,
  hostile: 3,
} as const;

export interface ComingAndGoing {
  /** The directory that stands for `/`. */
  readonly root: string;
  /** An image that can be sent and looked at. */
  readonly image: string;
  /** One change of it. */
  step(): void;
  /** How many changes there were. */
  count(): number;
  /** As it was at the start. */
  reset(): void;
  /** Of everything that ever stood there. */
  path(chance: Chance): string;
}

export function makeTree(scratch: Scratch, chance: Chance): ComingAndGoing {
  const root = join(scratch.path, 'tree');
  const place = join(root, PLACE);
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (const name of ['steady', 'calm']) {
    putExtension(scratch, `tree/${PLACE}`, name, 'ID=_any\n', { [`usr/bin/${name}`]: 'echo' });
  }
  const image = makeImage(scratch);
  const hostile = makeHostile(scratch);
  const there: string[] = [];
  let made = 0;

  const makers: Readonly<Record<keyof typeof KINDS, (name: string) => string>> = {
    folder: (name) => folder(name, 'ID=_any\n'),
    otherRelease: (name) => folder(name, 'ID=debian\nVERSION_ID=11\n'),
    // So long that its release file cannot have a name.
    overlong: (name) => {
      const path = join(place, name.padEnd(245, 'n'));
      mkdirSync(join(path, 'usr/lib/extension-release.d'), { recursive: true });
      return path;
    },
    // Its release file is of the name `tool`, so under any other it is misnamed.
    image: () => copy(image, 'tool.raw'),
    misnamed: (name) => copy(image, `${name}.raw`),
    cut: (name) => {
      const path = copy(image, `${name}.raw`);
      const fd = openSync(path, 'r+');
      ftruncateSync(fd, 96 + chance.below(3000));
      closeSync(fd);
      return path;
    },
    noise: (name) => file(`${name}.raw`, Buffer.from(Array.from({ length: 4096 }, () => chance.below(256)))),
    empty: (name) => file(`${name}.raw`, Buffer.alloc(0)),
    fifo: (name) => {
      const path = join(place, `${name}.raw`);
      if (spawnSync('mkfifo', [path]).status !== 0) throw new Error('mkfifo failed');
      return path;
    },
    dangling: (name) => {
      const path = join(place, `${name}.raw`);
      symlinkSync('../nowhere/at-all.raw', path);
      return path;
    },
    replaced: (name) => {
      const next = copy(chance.maybe(0.5) ? image : chance.pick(hostile), `.${name}.new`);
      const path = join(place, 'changing.raw');
      renameSync(next, path);
      return path;
    },
    hostile: (name) => copy(chance.pick(hostile), `${name}.raw`),
  };

  function folder(name: string, release: string): string {
    putExtension(scratch, `tree/${PLACE}`, name, release, { [`usr/share/${name}`.slice(0, 200)]: name });
    return join(place, name);
  }
  function copy(from: string, name: string): string {
    copyFileSync(from, join(place, name));
    return join(place, name);
  }
  function file(name: string, content: Buffer): string {
    writeFileSync(join(place, name), content);
    return join(place, name);
  }

  const remove = (path: string) => rmSync(path, { recursive: true, force: true });
  return {
    root,
    image,
    step() {
      made++;
      if (there.length >= MOST || (there.length > 0 && chance.maybe(0.4))) {
        return remove(there.splice(chance.below(there.length), 1)[0] ?? '');
      }
      const path = makers[chance.weighted(KINDS)](`soak-${made}`);
      if (!there.includes(path)) there.push(path);
    },
    count: () => made,
    reset() {
      for (const path of there.splice(0)) remove(path);
    },
    path: (chance) => join(place, chance.pick([...readdirSync(place), 'nothing-here.raw'])),
  };
}

function makeImage(scratch: Scratch): string {
  putExtension(scratch, 'sources', 'tool', 'ID=_any\n', { 'usr/bin/tool': 'echo' });
  const image = join(scratch.path, 'tool.raw');
  makeSquashfs(join(scratch.path, 'sources/tool'), image);
  return image;
}

/** @returns their paths; sparse where the image is larger than what is written of it */
function makeHostile(scratch: Scratch): string[] {
  mkdirSync(join(scratch.path, 'hostile'));
  const small = [...SQUASHFS_CASES, ...EXT_CASES, ...EROFS_CASES, ...GPT_CASES].filter(({ name }) => !LARGE.test(name));
  return small.map(({ make, size }: Case, at) => {
    const path = join(scratch.path, 'hostile', `${at}.raw`);
    const bytes = make();
    const fd = openSync(path, 'wx');
    writeSync(fd, bytes);
    ftruncateSync(fd, size ?? bytes.length);
    closeSync(fd);
    return path;
  });
}

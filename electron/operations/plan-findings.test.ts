/** Each finding that a plan over files leads to, made for real: the same request has none over a healthy tree, and has it once the trouble is there. */
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRoot } from '../../e2e/harness/mount-namespace.ts';
import { hashOf, imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Change } from '../../shared/model/change.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { readSystemdVersion } from '../host/systemd-version.ts';

const EXTENSIONS = 'var/lib/extensions';
const TOOL = { class: 'sysext', name: 'tool' } as const;

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('plan-findings');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(tree, EXTENSIONS, 'tool', 'ID=_any\n', { 'usr/bin/tool': '' });
  tree.put('var/lib/confexts/c/etc/extension-release.d/extension-release.c', 'ID=_any\n');
});
afterEach(() => tree.remove());

const at = (path: string) => join(tree.path, path);
const folder = (path: string) => mkdirSync(at(path), { recursive: true });

/** The ids of what a plan of it warns of, or is blocked by. */
async function idsOf(request: Partial<PlanRequest>, asSystemd: number | null = 257): Promise<string[]> {
  const { session, host } = await openSession(tree, tree.path, { asSystemd, reader: createOwnReader() });
  try {
    const { blockers, warnings } = await host.plan({ ...EMPTY_REQUEST, classes: ['sysext'], ...request });
    return [...blockers, ...warnings].map(({ id }) => id);
  } finally {
    session.close();
  }
}

function install(version: string): Change {
  const release = `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
  const image = imageOf(tree, { name: 'new', release });
  tree.put(`new-${version}.raw`, image);
  return {
    ...{ verb: 'install', class: 'sysext', name: 'new' },
    image: {
      source: at(`new-${version}.raw`),
      sha256: hashOf(image),
      version,
      architecture: null,
      place: 'kept',
      keep: null,
    },
  };
}

interface Trouble {
  readonly make: () => void;
  readonly request: () => Partial<PlanRequest>;
}

const merge = (): Partial<PlanRequest> => ({ action: 'refresh' });
const change =
  (one: () => Change, action: PlanRequest['action'] = 'none') =>
  () => ({ changes: [one()], action });

/** By the id of the finding that each leads to. */
const TROUBLES: Readonly<Record<string, Trouble>> = {
  'merge-would-fail': { make: () => tree.put(`${EXTENSIONS}/torn.raw`, 'a page that was saved'), request: merge },
  'next-merge-would-fail': {
    make: () => {
      folder('etc/extensions/tool');
      tree.put(`${EXTENSIONS}/tool/usr/lib/os-release`, 'ID=x\n');
    },
    request: change(() => ({ verb: 'enable', ...TOOL })),
  },
  'left-out': {
    make: () => putExtension(tree, EXTENSIONS, 'tool', 'ID=arch\n'),
    request: change(() => ({ verb: 'enable', ...TOOL })),
  },
  'also-merged': {
    make: () => putExtension(tree, EXTENSIONS, 'other', 'ID=_any\n'),
    request: change(() => ({ verb: 'enable', ...TOOL }), 'refresh'),
  },
  'no-longer-hidden': {
    make: () => putExtension(tree, 'run/extensions', 'tool', 'ID=_any\n'),
    request: change(() => ({ verb: 'remove', ...TOOL, purge: false })),
  },
  'no-effect-yet': { make: () => folder('etc/extensions/new'), request: change(() => install('2.0')) },
  'image-kept': {
    make: () =>
      tree.put(`${EXTENSIONS}/new.raw`, imageOf(tree, { name: 'new', release: 'ID=_any\nSYSEXT_VERSION_ID=1.0\n' })),
    request: change(() => install('2.0')),
  },
  'more-to-know': {
    make: () => {
      for (let count = 0; count < 7; count++) {
        tree.put(`usr/lib/of-base-${count}/file`, '');
        tree.put(`${EXTENSIONS}/tool/usr/lib/of-base-${count}`, '');
      }
    },
    request: merge,
  },
};

test.each(Object.entries(TROUBLES))(
  '%s is told by a plan once its trouble is made, and not before it',
  async (id, trouble) => {
    expect(await idsOf(trouble.request())).not.toContain(id);
    trouble.make();
    expect(await idsOf(trouble.request())).toContain(id);
  },
);

test('mask-until-reboot is told of a confext in /var/lib, and not of one that /etc can mask', async () => {
  const disable = (name: string) => ({
    classes: ['confext' as const],
    changes: [{ verb: 'disable' as const, class: 'confext' as const, name }],
  });
  tree.put('usr/lib/confexts/vendor/etc/extension-release.d/extension-release.vendor', 'ID=_any\n');
  expect(await idsOf(disable('vendor'))).not.toContain('mask-until-reboot');
  expect(await idsOf(disable('c'))).toContain('mask-until-reboot');
});

test('merge-uncertain is told where an ordinary user cannot read an image, and is not by who can', async () => {
  tree.put(`${EXTENSIONS}/secret.raw`, imageOf(tree, { name: 'secret' }), 0o600);
  if (isRoot) expect(await idsOf(merge())).not.toContain('merge-uncertain');
  chmodSync(tree.path, 0o777);
  if (isRoot) process.seteuid?.(61_000);
  else chmodSync(at(`${EXTENSIONS}/secret.raw`), 0);
  try {
    expect(await idsOf(merge())).toContain('merge-uncertain');
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

const MACHINE = readSystemdVersion('/') ?? 0;

test.runIf(MACHINE > 0 && MACHINE < 260)(
  'passed-over-here is told of a link, which systemd up to 259 follows below no root of its own (needs a systemd before 260)',
  async () => {
    expect(await idsOf(merge(), null)).not.toContain('passed-over-here');
    tree.put(`${EXTENSIONS}.d/linked/linked-1.raw`, imageOf(tree, { name: 'linked' }));
    symlinkSync('/var/lib/extensions.d/linked/linked-1.raw', at(`${EXTENSIONS}/linked.raw`));
    expect(await idsOf(merge(), null)).toContain('passed-over-here');
    expect(await idsOf(merge(), 260), 'where it follows them').not.toContain('passed-over-here');
  },
);

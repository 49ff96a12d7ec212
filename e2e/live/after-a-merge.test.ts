/**
 * The helper lets this machine's own systemd merge, in a namespace over a tree of the test: what it says after a failure
 * must be what is, and above the kernel's limit systemd must not be started.
 */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readSystem } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { readMergedElsewhere } from '../../electron/host/mounts.ts';
import { makePlan } from '../../electron/operations/plan.ts';
import type { HelperVerb } from '../../shared/changes/actions.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { namesOfLayers, overlayAt, parseMountinfo } from '../../shared/systemd/mount-table.ts';
import { OVERLAY_OPTIONS_LIMIT, overlayOptionBytes } from '../../shared/systemd/overlay-options.ts';
import { isRoot, type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { namesOf } from '../harness/names-at-limit.ts';
import { programFile } from '../harness/program-files.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';

const MAIN = fileURLToPath(programFile('helper'));
const SEARCHED = 'var/lib/extensions';

let namespace: MountNamespace;
let tree: Scratch;
beforeAll(async () => {
  namespace = await openMountNamespace();
});
afterAll(() => namespace.close());
beforeEach(() => {
  tree = makeScratch('merge');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  mkdirSync(join(tree.path, 'opt'));
});
afterEach(() => {
  namespace.run('systemd-sysext', `--root=${tree.path}`, 'unmerge');
  tree.remove();
});

interface Answer {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly nextStep?: string;
  readonly detail?: string;
  readonly sentence?: string;
}

/** The last thing that it said, but for the word that it is done. */
function helper(verb: HelperVerb, root = tree.path): Answer {
  const parameters = JSON.stringify({ protocol: HELPER_PROTOCOL, root, class: 'sysext', mutable: null });
  const { output } = namespace.run(process.execPath, '--no-warnings', MAIN, verb, parameters);
  const answers = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  return answers.findLast((one) => one.type !== 'result') as Answer;
}

/** What the kernel has merged over /usr of the tree, the lowest first; null for nothing. */
function merged(): string[] | null {
  const mount = overlayAt(
    parseMountinfo(namespace.run('cat', '/proc/self/mountinfo').output),
    `${tree.path}/usr`,
    'sysext',
  );
  return mount === null ? null : namesOfLayers(mount);
}

const put = (name: string) => putExtension(tree, SEARCHED, name, 'ID=_any\n');
const take = (path: string) => rmSync(join(tree.path, SEARCHED, path), { recursive: true });

test('shows what is merged over other hierarchies, and does not take it for one of its own', async () => {
  put('a');
  tree.put('srv/of-base', '');
  const before = await readSystem({ root: tree.path, asSystemd: null, mounts: ownMounts(tree.path) }, null);
  expect(makePlan(before, { ...EMPTY_REQUEST, action: 'merge' })).toMatchObject({ blockers: [], warnings: [] });
  const environment = 'SYSTEMD_SYSEXT_HIERARCHIES=/usr:/srv';
  tree.put(`${SEARCHED}/a/srv/of-a`, '');
  expect(namespace.run('env', environment, 'systemd-sysext', `--root=${tree.path}`, 'merge').status).toBe(0);
  try {
    const mountinfo = join(tree.path, 'mountinfo');
    writeFileSync(mountinfo, namespace.run('cat', '/proc/self/mountinfo').output);
    const mounts = { root: tree.path, prefix: '', mountinfo };
    const system = await readSystem({ root: tree.path, asSystemd: null, mounts }, null);
    expect(system.hierarchies.map(({ path, merged: isMerged }) => [path, isMerged])).toEqual([
      ['/usr', true],
      ['/opt', false],
    ]);
    expect(system.elsewhere).toMatchObject([{ path: '/srv', class: 'sysext', merged: true, extensions: ['a'] }]);
    const plan = makePlan(system, { ...EMPTY_REQUEST, action: 'unmerge' });
    expect(plan.warnings).toContainEqual(
      expect.objectContaining({
        id: 'merged-elsewhere',
        message: expect.objectContaining({
          text: 'Extensions are merged over /srv as well, by $SYSTEMD_SYSEXT_HIERARCHIES. That stays as it is.',
        }),
      }),
    );
    const again = (action: 'merge' | 'refresh') =>
      makePlan(system, { ...EMPTY_REQUEST, action, classes: ['sysext'] }).blockers.map(({ id }) => id);
    expect(again('merge')).toEqual(['already-merged']);
    expect(again('refresh')).toEqual([]);
    expect(helper('unmerge')).toMatchObject({ type: 'done' });
    const left = parseMountinfo(namespace.run('cat', '/proc/self/mountinfo').output);
    expect(overlayAt(left, `${tree.path}/srv`, 'sysext')).not.toBeNull();
    // Seen from the machine's own root it is no merge of the machine.
    expect(readMergedElsewhere({ ...mounts, root: '/' }, ['sysext'])).toEqual([]);
  } finally {
    namespace.run('env', environment, 'systemd-sysext', `--root=${tree.path}`, 'unmerge');
  }
});

describe('after a merge that failed', () => {
  beforeEach(() => {
    put('a');
    expect(helper('merge')).toMatchObject({ type: 'done', sentence: expect.stringContaining("'a'") as string });
    expect(merged()).toEqual(['a']);
  });

  test('says that nothing is merged where systemd unmerged first, and names what it named', () => {
    put('foo:bar');
    expect(helper('refresh')).toMatchObject({
      type: 'error',
      code: 'systemd-failed',
      message: expect.stringMatching(
        /^systemd-sysext refresh failed: Failed to mount sysext .*: No such file or directory\. Nothing is merged into \/usr and \/opt now\.$/,
      ) as string,
      nextStep: 'Disable foo:bar, or repair it, and try again.',
      detail: expect.stringContaining("Using extensions 'a', 'foo:bar'.") as string,
    });
    expect(merged()).toBe(null);
  });

  test('says what is still merged where systemd had not begun', () => {
    tree.put(`${SEARCHED}/b/usr/lib/os-release`, 'ID=x\n');
    expect(helper('refresh')).toMatchObject({
      type: 'error',
      code: 'systemd-failed',
      message: expect.stringMatching(/Still merged: a\.$/) as string,
      nextStep: expect.stringMatching(/^Disable /) as string,
    });
    expect(merged()).toEqual(['a']);
  });

  test.runIf(isRoot)('names the image that systemd could not read', () => {
    tree.put(`${SEARCHED}/junk.raw`, Buffer.alloc(8192, 'no image '));
    expect(helper('refresh')).toMatchObject({
      message:
        'systemd-sysext refresh failed: Failed to read metadata for image junk: Package not installed. Still merged: a.',
      nextStep: 'Disable junk, or repair it, and try again.',
    });
    expect(merged()).toEqual(['a']);
  });

  test('points to the other verb where it is merged already', () => {
    expect(helper('merge')).toMatchObject({
      message: "systemd-sysext merge failed: Hierarchy '/usr' is already merged. Still merged: a.",
      nextStep: 'Re-merge instead, or unmerge first.',
    });
  });

  test('takes a refresh for what it is: another merge, with what was changed in a folder', () => {
    const made = () => namespace.run('stat', '--format=%y', `${tree.path}/usr/.systemd-sysext/extensions`).output;
    const before = made();
    tree.put(`${SEARCHED}/a/usr/share/fresh`, 'fresh');
    expect(helper('refresh')).toMatchObject({ sentence: expect.stringContaining('Merged extensions into') as string });
    expect(made()).not.toBe(before);
    expect(namespace.run('cat', `${tree.path}/usr/share/fresh`).output).toBe('fresh');
  });

  test('has nothing to say against an unmerge, nor against one of nothing', () => {
    expect(helper('unmerge')).toMatchObject({ type: 'done' });
    expect(merged()).toBe(null);
    expect(helper('unmerge')).toMatchObject({ type: 'done', sentence: 'systemd-sysext unmerge is done.' });
  });
});

test('an os-release without an ID is the host’s fault, not an extension’s', () => {
  put('a');
  tree.put('usr/lib/os-release', 'NAME=nobody\n');
  expect(helper('merge')).toMatchObject({
    code: 'systemd-failed',
    message: expect.stringMatching(/^systemd-sysext merge failed: 'ID' field .* Nothing is merged into/) as string,
    nextStep: 'Give the host an os-release that has an ID, and try again.',
  });
});

test('says that nothing is seen of a merge whose mounts stay in systemd’s namespace', () => {
  put('a');
  namespace.run('mount', '--make-rprivate', '/');
  try {
    expect(helper('merge')).toMatchObject({
      code: 'systemd-failed',
      message: `systemd-sysext says that it merged into ${tree.path}/usr, but the kernel has no mount there.`,
    });
  } finally {
    namespace.run('mount', '--make-rshared', '/');
  }
});

test('nothing that fits is no failure', () => {
  putExtension(tree, SEARCHED, 'other', 'ID=other\n');
  expect(helper('refresh')).toMatchObject({ type: 'done', sentence: expect.stringContaining('No suitable') as string });
});

describe('the limit of the option string', () => {
  const options = (names: readonly string[]) =>
    overlayOptionBytes({ class: 'sysext', hierarchy: '/usr', names, root: tree.path, mutable: 'no' });
  let names: string[];

  /** Extensions whose option string has `bytes`. */
  function fill(bytes: number): void {
    names = namesOf(bytes, options);
    for (const name of names) put(name);
  }

  test('a merge at the limit is a whole one', () => {
    fill(OVERLAY_OPTIONS_LIMIT);
    expect(helper('merge')).toMatchObject({ type: 'done' });
    expect(merged()).toEqual(names);
    const release = namespace.run('cat', `${tree.path}/usr/lib/os-release`).output;
    expect(release, 'the base is among the layers').toContain('ID=debian');
  });

  test.each(['merge', 'merge-force', 'refresh', 'refresh-force'] as const)(
    'one byte above it, %s does not start systemd',
    (verb) => {
      fill(OVERLAY_OPTIONS_LIMIT + 1);
      expect(helper(verb)).toMatchObject({
        code: 'blocks-merge',
        message: `${names.length} extensions may be merged into /usr, which takes 4096 bytes of options, and the kernel takes 4095. Veneer did not start systemd.`,
        nextStep: expect.stringMatching(/^Disable at least 1 of them/) as string,
      });
      expect(merged()).toBe(null);
    },
  );

  test('what is merged stays, what is masked does not count, and the limit is systemd’s own', () => {
    fill(OVERLAY_OPTIONS_LIMIT);
    expect(helper('merge')).toMatchObject({ type: 'done' });
    put('one-more');
    expect(helper('refresh')).toMatchObject({ code: 'blocks-merge' });
    expect(merged()).toEqual(names);
    mkdirSync(join(tree.path, 'etc/extensions/one-more'), { recursive: true });
    expect(helper('refresh')).toMatchObject({ type: 'done' });
    expect(merged()).toEqual(names);
    // The one probe above the limit: at this byte the kernel cuts the name of the tree's /usr, which then is not there.
    const [first = ''] = names;
    take(first);
    put(`${first}x`);
    const { output } = namespace.run('systemd-sysext', `--root=${tree.path}`, 'refresh');
    expect(output).toMatch(/Failed to mount sysext \(type overlay\)/);
    expect(merged()).toBe(null);
  });

  test('a link from /opt to elsewhere counts as what it leads to', () => {
    rmSync(join(tree.path, 'opt'), { recursive: true });
    tree.put('var/local/opt-of-this-host/x', '');
    symlinkSync('var/local/opt-of-this-host', join(tree.path, 'opt'));
    tree.put(`${SEARCHED}/tool/opt/tool`, '');
    put('tool');
    expect(helper('merge')).toMatchObject({ type: 'done' });
    expect(readFileSync(`/proc/${namespace.pid}/mountinfo`, 'utf8')).toContain(
      `${tree.path}/var/local/opt-of-this-host ro`,
    );
    expect(helper('refresh-force')).toMatchObject({ type: 'done' });
    tree.put(`${SEARCHED}/foo:bar/opt/tool`, '');
    put('foo:bar');
    expect(helper('refresh')).toMatchObject({
      message: expect.stringContaining('Nothing is merged into /usr and /opt now.') as string,
    });
  });
});

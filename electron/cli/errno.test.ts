/** One answer to each errno, whichever command meets it: never a stack, always the exit code of the table, told on stderr. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { chmodSync, closeSync, cpSync, mkdirSync, openSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdEnding } from '../../e2e/harness/endings.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';

const LONG = 'a'.repeat(300);
const NOBODY = 65_534;
let scratch: Scratch;
let full: number;
/** Where everybody may read it. */
let program: string;
beforeAll(() => {
  scratch = makeScratch('errno');
  full = openSync('/dev/full', 'w');
  chmodSync(scratch.path, 0o755);
  const made = fileURLToPath(programFile('cli'));
  cpSync(dirname(made), join(scratch.path, 'programs'), { recursive: true });
  chmodSync(join(scratch.path, 'programs'), 0o755);
  program = join(scratch.path, 'programs', basename(made));
  for (const tree of ['tree', 'closed']) {
    scratch.put(`${tree}/usr/lib/os-release`, 'ID=debian\nVERSION_ID=12\n');
    const files = { 'usr/share/hello': 'hello\n' };
    putExtension(scratch, `${tree}/var/lib/extensions`, 'good', 'ID=_any\n', files);
  }
  // What counts for its name stands where only its owner may look.
  scratch.put('linked/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(scratch, 'linked/srv/closed', 'whole', 'ID=_any\n');
  mkdirSync(join(scratch.path, 'linked/var/lib/extensions'), { recursive: true });
  symlinkSync('/srv/closed/whole', join(scratch.path, 'linked/var/lib/extensions/whole'));
  chmodSync(join(scratch.path, 'linked/srv/closed'), 0);
  scratch.put('private.raw', Buffer.alloc(8192), 0o600);
  scratch.put('page.raw', '<html>\n');
  for (const folder of ['half', 'whole']) {
    scratch.put(`${folder}/usr/lib/extension-release.d/extension-release.${folder}`, 'ID=_any\n');
    scratch.put(`${folder}/usr/share/hidden/file`, '');
  }
  chmodSync(join(scratch.path, 'half/usr/share/hidden'), 0);
  mkdirSync(join(scratch.path, 'home'));
  chmodSync(join(scratch.path, 'home'), 0o777);
  chmodSync(join(scratch.path, 'private.raw'), 0);
  chmodSync(join(scratch.path, 'closed/var/lib/extensions'), 0);
});
afterAll(() => {
  closeSync(full);
  chmodSync(join(scratch.path, 'closed/var/lib/extensions'), 0o755);
  chmodSync(join(scratch.path, 'half/usr/share/hidden'), 0o755);
  chmodSync(join(scratch.path, 'linked/srv/closed'), 0o755);
  scratch.remove();
});

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface How {
  readonly tree?: string;
  readonly home?: string;
  readonly isNobody?: boolean;
  readonly isFull?: boolean;
}

function veneer(args: readonly string[], { tree = 'tree', home, isNobody = false, isFull = false }: How): Promise<Ran> {
  const words = args.map((word) => word.replace('@', `${scratch.path}/`));
  const isOfHost = !['help', 'version', 'unpack'].includes(words[0] ?? '');
  const place = isOfHost ? ['--root', join(scratch.path, tree)] : [];
  // Root may read everything; anybody else is held up as he is.
  const user = isNobody && process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const options: SpawnOptions = {
    ...user,
    cwd: join(scratch.path, 'home'),
    env: { PATH: process.env['PATH'], HOME: home ?? join(scratch.path, 'home'), LC_ALL: 'C' },
    stdio: ['ignore', isFull ? full : 'pipe', 'pipe'],
  };
  const child = spawn(process.execPath, [program, ...words, ...place], options);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (piece: Buffer) => {
    stdout += piece.toString();
  });
  child.stderr?.on('data', (piece: Buffer) => {
    stderr += piece.toString();
  });
  return new Promise((settle) => child.once('close', (status) => settle({ status, stdout, stderr })));
}

/** Words after which some file is meant. */
type Row = readonly [words: string, status: number];

async function hold(rows: readonly Row[], how: How): Promise<readonly Ran[]> {
  const all: Ran[] = [];
  for (const [words, status] of rows) {
    const ran = await veneer(words.split(' '), how);
    const { stdout, stderr } = ran;
    expect(`${stdout}${stderr}`, words).not.toMatch(/did not expect|\n {4}at |node:/);
    expect(ran.status, `${words}: ${stderr}`).toBe(status);
    holdEnding(words.split(' '), ran.status);
    if (status !== 0) expect(stderr, words).toMatch(/^veneer: /m);
    all.push(ran);
  }
  return all;
}

test('/dev/full', async () => {
  const rows: readonly Row[] = [
    ...['list', 'list --json', 'status', 'inspect good', 'ls good', 'ls good --json', 'cat good usr/share/hello'],
    ...['conflicts', 'which /usr/share/hello', 'services', 'plan disable good', 'help', 'version', 'remote list'],
  ].map((words): Row => [words, 15]);
  for (const { stderr } of await hold(rows, { isFull: true })) {
    expect(stderr.replace(/^note: .*\n/gm, '')).toBe('veneer: The answer cannot be written: no space is left.\n');
  }
});

test('a name that is too long', async () => {
  const verbs = ['inspect', 'ls', 'verify', 'install', 'unpack', 'pack', 'enable', 'hold', 'remove', 'rollback'];
  await hold(
    [...verbs.map((verb) => `${verb} ${LONG}`), `cat ${LONG} x`, `inspect ./${LONG}`].map(
      (words): Row => [words, /^(?:enable|hold|remove|rollback|unpack)/.test(words) ? 3 : 2],
    ),
    {},
  );
});

test('a file and folders that may not be read', async () => {
  const nobody = { isNobody: true };
  await hold(
    ['ls @private.raw', 'verify @private.raw', 'cat @private.raw x'].map((words) => [words, 9]),
    nobody,
  );
  await hold([['install @private.raw', 9]], nobody);
  expect(await veneer(['inspect', '@private.raw'], nobody)).toMatchObject({ status: 9 });
  for (const { stdout, stderr } of await hold(
    ['list', 'status'].map((words) => [words, 9]),
    { ...nobody, tree: 'closed' },
  )) {
    expect(stderr).toBe('veneer: /var/lib/extensions may not be read by you.\n');
    expect(stdout).not.toContain('No extensions here.');
  }
  const conflicts = await veneer(['conflicts'], { ...nobody, tree: 'closed' });
  expect(conflicts).toMatchObject({ status: 9, stderr: 'veneer: /var/lib/extensions may not be read by you.\n' });
  for (const verb of ['list', 'conflicts']) {
    const json = await veneer([verb, '--json'], { ...nobody, tree: 'closed' });
    expect(json.status, verb).toBe(9);
    expect(JSON.parse(json.stdout), verb).toMatchObject({ problems: [{ path: '/var/lib/extensions' }] });
  }
});

test('a folder of which something may not be read, and one that may not be written to', async () => {
  const nobody = { isNobody: true };
  await hold(
    ['ls @half', 'pack @half @home/half.raw', 'install @half', 'pack @whole @whole.raw'].map((words) => [words, 9]),
    nobody,
  );
  expect(readdirSync(join(scratch.path, 'home'))).not.toContain('half.raw');
});

test('what is installed stands where this user may not look', async () => {
  const rows: readonly Row[] = [
    ['inspect @whole', 0],
    ['list', 0],
  ];
  const [inspected, listed] = await hold(rows, { isNobody: true, tree: 'linked' });
  expect(inspected?.stdout).toContain('It replaces whole.');
  expect(listed?.stdout).toMatch(/^whole .* unknown .* It cannot be looked at with your permissions\.$/m);
});

test('no home makes no command fail that needs none', async () => {
  await hold(
    [
      ['list', 0],
      ['plan disable good', 0],
      ['versions good', 0],
      ['remote list', 0],
    ],
    { home: '/dev/null' },
  );
  await hold(
    [
      ['list', 0],
      ['plan disable good', 0],
      ['remote list', 0],
    ],
    { home: '/proc' },
  );
});

test('a window is not opened for a file that is not there', async () => {
  const [missing] = await hold([['open --no-open nothere.raw', 3]], {});
  expect(missing?.stderr).toContain('There is nothing at');
});

test('what is no image, and names that nobody has', async () => {
  expect(await veneer(['inspect', '@page.raw'], {})).toMatchObject({ status: 13 });
  for (const verb of ['hold', 'unpin', 'pin']) {
    const { status, stderr } = await veneer([verb, 'goood'], {});
    expect({ verb, status }).toEqual({ verb, status: 3 });
    expect(stderr).toContain('Did you mean good?');
  }
});

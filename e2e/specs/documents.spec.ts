/** What the documents tell people to type is typed, in a folder of its own, below a tree that stands for the machine. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROW_NAMES, rowOf } from '../../electron/cli/table/commands.ts';
import { bootDeployed, putDeployments } from '../harness/deployments.ts';
import { DOCUMENTS, fencesOf, linesHeld, readDocument } from '../harness/documents.ts';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { flatcar } from '../harness/publishers/flatcar.ts';
import { openInternet } from '../harness/publishers/internet.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { makeHome, veneerCommand } from '../shells/server.ts';

const TYPED = DOCUMENTS.flatMap((path) =>
  fencesOf(readDocument(path)).flatMap(({ held, lines }) => (held === 'run' ? [{ path, lines }] : [])),
);

/** Commands that know of a machine, which is the tree unless the document names another one. */
const OF_HOST = [
  ...new Set(ROW_NAMES.filter((name) => rowOf(name).options.includes('root')).map((name) => name.split(' ')[0])),
];

/** `veneer` as a person has it. */
function putVeneer(scratch: Scratch): void {
  scratch.put('machine/usr/lib/os-release', 'ID=debian\nVERSION_ID=13\n');
  const command = veneerCommand('own', [])
    .map((word) => `'${word}'`)
    .join(' ');
  const lines = [
    '#!/bin/sh',
    `case " $* " in *' --root '*) exec ${command} "$@" ;; esac`,
    `case $1 in ${OF_HOST.join('|')}) set -- "$@" --root '${join(scratch.path, 'machine')}' ;; *) exec ${command} "$@" ;; esac`,
    `case " $* " in *' --as-systemd '*) ;; *) set -- "$@" --as-systemd 257 ;; esac`,
    `exec ${command} "$@"`,
  ];
  scratch.put('bin/veneer', `${lines.join('\n')}\n`, 0o755);
}

test('the pages have something to type', () => {
  expect(TYPED.length).toBeGreaterThan(5);
});

interface Typing {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** What types the lines in the folder `typed`, and ends with the first that fails. A namespace is entered at its root. */
function typing(scratch: Scratch, namespace: MountNamespace, lines: readonly string[], more = {}): Typing {
  putVeneer(scratch);
  scratch.put('typed/.keep', '');
  const home = makeHome(scratch, 'own');
  const script = `set -e\ncd '${join(scratch.path, 'typed')}'\n${lines.join('\n')}\n`;
  return {
    command: [...namespace.enter, 'sh', '-c', script],
    env: { ...home, PATH: `${join(scratch.path, 'bin')}:${home['PATH']}`, ...more },
  };
}

/** @returns what was said, where all of it worked */
function typeAll({ command: [program = '', ...args], env }: Typing): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env });
  expect(status, `${stdout}${stderr}`).toBe(0);
  expect(stderr).not.toContain('veneer: ');
  return stdout;
}

for (const [at, { path, lines }] of TYPED.entries()) {
  test(`${path}, ${at + 1}: what is to be typed works, line by line`, async () => {
    const scratch = makeScratch('documents');
    const namespace = await openMountNamespace();
    try {
      typeAll(typing(scratch, namespace, lines));
    } finally {
      namespace.close();
      scratch.remove();
    }
  });
}

test('README: from a public remote and back, with the servers of its publisher', async () => {
  const scratch = makeScratch('documents');
  const namespace = await openMountNamespace();
  // By https, redirects and all, as flatcar/sysext-bakery answers; on Fedora, of which the next release is deployed.
  const internet = await openInternet(scratch, flatcar(scratch));
  try {
    putDeployments(scratch, 'machine');
    bootDeployed(scratch, namespace);
    // Below a root of its own systemd 252 follows no link to an image; the merge after it: e2e/testbed/catalog.system.ts.
    const lines = linesHeld('net').map((line) => line.replace(' --now ', ' '));
    expect(lines).toHaveLength(7);
    const said = typeAll(typing(scratch, namespace, lines, internet.env));
    expect(said).toMatch(/^kubernetes +v1\.36\.2 /m);
    expect(said).toContain('Install docker 29.6.2');
    expect(said).toContain('Make version 29.5.0 of docker current');
    expect(said).toMatch(/^On fedora 44[\s\S]*docker +sysext +29\.5\.0 +stays/m);
  } finally {
    await internet.stop();
    namespace.close();
    scratch.remove();
  }
});

test('README: serve prints the one command to type on the own machine, until it is stopped', async () => {
  const scratch = makeScratch('documents');
  const namespace = await openMountNamespace();
  try {
    const lines = linesHeld('serve');
    expect(lines).toHaveLength(1);
    mkdirSync(join(scratch.path, 'run'), { mode: 0o700 });
    const runtime = { XDG_RUNTIME_DIR: join(scratch.path, 'run') };
    const { command, env } = typing(
      scratch,
      namespace,
      lines.map((line) => `exec ${line}`),
      runtime,
    );
    const [program = '', ...args] = command;
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'close');
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        said += text;
      });
    await expect.poll(() => said).toContain(`ssh -N -L 7070:${scratch.path}/run/veneer/serve.sock`);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    namespace.close();
    scratch.remove();
  }
});

/** What the documents tell people to type is typed, in a folder of its own, below a tree that stands for the machine. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { ROW_NAMES, rowOf } from '../../electron/cli/table/commands.ts';
import { DOCUMENTS, fencesOf, readDocument } from '../harness/documents.ts';
import { openMountNamespace } from '../harness/mount-namespace.ts';
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

for (const [at, { path, lines }] of TYPED.entries()) {
  test(`${path}, ${at + 1}: what is to be typed works, line by line`, async () => {
    const scratch = makeScratch('documents');
    const namespace = await openMountNamespace();
    try {
      putVeneer(scratch);
      scratch.put('typed/.keep', '');
      const home = makeHome(scratch, 'own');
      // A namespace is entered at its root.
      const script = `set -e\ncd '${join(scratch.path, 'typed')}'\n${lines.join('\n')}\n`;
      const [program = '', ...args] = [...namespace.enter, 'sh', '-c', script];
      const { status, stdout, stderr } = spawnSync(program, args, {
        encoding: 'utf8',
        env: { ...home, PATH: `${join(scratch.path, 'bin')}:${home['PATH']}` },
      });
      expect(status, `${stdout}${stderr}`).toBe(0);
      expect(stderr).not.toContain('veneer: ');
    } finally {
      namespace.close();
      scratch.remove();
    }
  });
}

/** What an extension declares for systemd-sysusers and systemd-tmpfiles, until these programs have made it. */
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { OtherKind } from '../../shared/diagnosis/merge/facts.ts';
import { missingOf, readNotMade } from './not-made.ts';

const USERS = 'usr/lib/sysusers.d/tool.conf';
const PATHS = 'usr/lib/tmpfiles.d/tool.conf';

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('not-made');
  tree.put('etc/passwd', 'root:x:0:0::/root:/bin/sh\n');
  tree.put('etc/group', 'root:x:0:\n');
  tree.put(USERS, '# Accounts.\nu tool - "The tool" /var/lib/tool\ng "tools" -\nm tool tools\nu root 0\n');
  tree.put(
    PATHS,
    [
      ...['d /var/lib/tool 0755 root root -', 'f+ "/etc/tool conf" - - - - text', 'L /etc/linked - - - - /nowhere'],
      // What may be missing, is cleaned by age, or has a name that a specifier makes.
      ...['e /var/cache/tool', 'd /tmp/tool', 'd- /var/lib/perhaps', 'L? /etc/factory', 'd /var/lib/%m', ''],
    ].join('\n'),
  );
});
afterEach(() => tree.remove());

const others = new Map<string, OtherKind>([
  [USERS, 'file'],
  [PATHS, 'file'],
  ['usr/bin/tool', 'file'],
]);
const look = () => readNotMade(tree.path, { others });

test('accounts and paths are told until they are made, each with its line', () => {
  expect(look()).toEqual([
    { kind: 'user', file: USERS, names: ['tool', 'tools'] },
    { kind: 'path', file: PATHS, names: ['/var/lib/tool', '/etc/tool conf', '/etc/linked'] },
  ]);
  expect(missingOf(tree.path, USERS)).toEqual([
    { name: 'tool', line: 2 },
    { name: 'tools', line: 3 },
  ]);
  for (const [program, ...args] of [['systemd-sysusers'], ['systemd-tmpfiles', '--create']] as const)
    spawnSync(program, [...args, `--root=${tree.path}`], { stdio: 'ignore' });
  expect(look()).toEqual([]);
});

test('a file that the host has itself counts instead, and accounts of the vendor and of userdb are there', () => {
  tree.put('etc/tmpfiles.d/tool.conf', '');
  tree.put('usr/lib/passwd', 'tool:x:900:900::/:/bin/sh\n');
  tree.put('run/userdb/tools.group', '{"groupName":"tools"}');
  expect(look()).toEqual([]);
});

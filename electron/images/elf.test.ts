import { copyFileSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { machine } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { architectureFromUname } from '../../shared/systemd/architecture.ts';
import { readElfMachine, readElfNeeds } from './elf.ts';
import { openFolder } from './folder.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('elf');
  mkdirSync(join(scratch.path, 'tree'));
});
afterAll(() => scratch.remove());

async function needsOf(name: string) {
  const tree = openFolder(join(scratch.path, 'tree'), 'folder');
  const node = await tree.child(await tree.root(), name);
  if (node === null) throw new Error('the file is not there');
  return readElfNeeds(tree, node);
}

test.each(['/usr/bin/systemctl', '/usr/bin/mksquashfs', '/bin/ls'])(
  'finds what the loader would need for %s',
  async (program) => {
    copyFileSync(realpathSync(program), join(scratch.path, 'tree/program'));
    // The loader itself prints what the file names, and what those name in turn.
    const theirs = run('sh', ['-c', `LD_TRACE_LOADED_OBJECTS=1 "$0"`, program]);
    const ours = await needsOf('program');
    expect(ours?.needed.length).toBeGreaterThan(0);
    for (const name of ours?.needed ?? []) expect(theirs).toContain(name);
  },
);

test('takes no script and no stub for ELF', async () => {
  scratch.put('tree/script', `#!/bin/sh\n${'#'.repeat(100)}\n`);
  scratch.put('tree/stub', Buffer.concat([Buffer.from('\x7fELF\x02\x01'), Buffer.alloc(100)]));
  expect(await needsOf('script')).toBeNull();
  expect(await needsOf('stub')).toBeNull();
});

test('tells the machine that a program is for, as systemd spells it', async () => {
  const program = readFileSync('/bin/ls');
  const machineOf = async (bytes: Buffer) => {
    scratch.put('tree/machine', bytes);
    const tree = openFolder(join(scratch.path, 'tree'), 'folder');
    const node = await tree.child(await tree.root(), 'machine');
    return node === null ? null : readElfMachine(tree, node);
  };
  expect(await machineOf(program)).toBe(architectureFromUname(machine()));
  const of = (number: number, wide = true, little = true) => {
    const bytes = Buffer.alloc(64);
    bytes.write('\x7fELF', 'latin1');
    bytes.set([wide ? 2 : 1, little ? 1 : 2], 4);
    if (little) bytes.writeUInt16LE(number, 18);
    else bytes.writeUInt16BE(number, 18);
    return machineOf(bytes);
  };
  expect(await of(183)).toBe('arm64');
  expect(await of(183, true, false)).toBe('arm64-be');
  expect(await of(40, false)).toBe('arm');
  expect(await of(21)).toBe('ppc64-le');
  expect(await of(21, true, false)).toBe('ppc64');
  expect(await of(22, true, false)).toBe('s390x');
  expect(await of(243)).toBe('riscv64');
  expect(await of(62, false), 'a 32-bit program on x86-64 registers').toBeNull();
  expect(await of(247), 'BPF is no machine').toBeNull();
  expect(await machineOf(Buffer.from('#!/bin/sh\nexit 0 # long enough to be looked at\n'))).toBeNull();
});

test('ends on any bytes behind the magic number', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 60, maxLength: 600 }),
      fc.constantFrom(1, 2),
      fc.constantFrom(1, 2),
      async (bytes, wide, order) => {
        scratch.put(
          'tree/random',
          Buffer.concat([Buffer.from(`\x7fELF${String.fromCharCode(wide, order)}`, 'latin1'), bytes]),
        );
        const found = await needsOf('random');
        expect(found === null || Array.isArray(found.needed)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

/** The commonest mistake: an image under another name than its release file has, from the first word to the merge. */
import { expect } from 'playwright/test';
import { test } from './bed.ts';
import { makeImage } from './images.ts';

const MISNAMED = '/var/lib/extensions/tool-1.raw';

test('a misnamed image is named before any merge, refused, offered its right name, and then merges', async ({
  bed,
}) => {
  // Saved under the name that its publisher gave it, tool-1.raw, with the release file extension-release.tool.
  const image = bed.give(makeImage(bed.scratch, { name: 'tool' }));
  bed.machine.run('install', '-D', '--mode=644', image, MISNAMED);
  for (const command of ['list', 'status']) {
    const { stdout, stderr } = bed.veneer(command);
    expect(stdout + stderr, command).toContain(`Every merge of sysext fails: ${MISNAMED}`);
    expect(stdout + stderr, command).toContain('Rename the file to tool.raw');
  }
  expect(bed.veneer('merge')).toMatchObject({
    status: 5,
    stderr: expect.stringContaining('Rename the file to tool.raw'),
  });
  expect(bed.machine.run('systemd-sysext', 'merge').status, 'as predicted').not.toBe(0);
  expect(bed.merged()).toEqual([]);
  // By root's helper, which looks again.
  expect(bed.veneer('doctor', 'tool-1').stdout).toContain('Fix: veneer rename tool-1 tool\n');
  expect(bed.veneer('rename', '--now', 'tool-1', 'tool')).toMatchObject({ status: 0 });
  expect(bed.machine.run('ls', '-A', '/var/lib/extensions').stdout).toBe('tool.raw\n');
  expect(bed.merged()).toEqual(['tool']);
  bed.machine.run('systemd-sysext', 'unmerge');
  bed.machine.run('rm', '/var/lib/extensions/tool.raw');

  const refused = bed.veneer('install', '--now', '--name=tool-1', image);
  expect(refused).toMatchObject({ status: 5, stderr: expect.stringContaining('Rename the file to tool.raw') });
  expect(bed.machine.run('ls', '-A', '/var/lib/extensions').stdout).toBe('');
  const inspected = bed.veneer('inspect', image).stdout;
  expect(inspected).toContain('As it is named now, systemd would take it as tool-1. Every merge would fail');
  expect(bed.veneer('install', '--now', image)).toMatchObject({ status: 0 });
  expect(bed.merged()).toEqual(['tool']);
  expect(bed.machine.run('tool').stdout).toBe('tool 1\n');
});

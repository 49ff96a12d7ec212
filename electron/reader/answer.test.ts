/** What an image that nobody downloaded yet would be here, on images of mksquashfs. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { openBytes } from '../images/source.ts';
import { answerQuestion } from './answer.ts';
import type { FitAnswer } from './protocol.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('fit');
});
afterEach(() => scratch.remove());

const HOST: HostRelease = {
  ...{ architecture: 'x86-64', rules: rulesFor(257), scope: 'system', problem: null },
  fields: new Map([
    ['ID', 'debian'],
    ['VERSION_ID', '12'],
  ]),
};

/** @param name it is offered under */
const fitOf = (bytes: Buffer, name: string): Promise<FitAnswer> =>
  answerQuestion({ about: 'fit', name, class: 'sysext', host: HOST }, openBytes(bytes));

test('one of its own name is judged by its release file', async () => {
  const release = 'ID=debian\nVERSION_ID=12\nPRETTY_NAME=A tool\n';
  expect(await fitOf(imageOf(scratch, { name: 'tool', release }), 'tool')).toMatchObject({
    verdict: { compatible: true },
    class: null,
    inside: null,
    description: 'A tool',
  });
  const foreign = imageOf(scratch, { name: 'other', release: 'ID=fedora\n' });
  expect(await fitOf(foreign, 'other')).toMatchObject({ verdict: { compatible: false, code: 'id' } });
});

test('one that its release file calls otherwise is judged under that name', async () => {
  expect(await fitOf(imageOf(scratch, { name: 'tool' }), 'tool-of-somebody')).toMatchObject({
    verdict: { compatible: true },
    inside: 'tool',
  });
});

test('bytes that are no image fit nowhere', async () => {
  const page = Buffer.from('<!doctype html><html>not found</html>'.repeat(200));
  expect(await fitOf(page, 'page')).toMatchObject({ verdict: { compatible: false } });
});

test('its units and the programs that a shell finds are told with it', async () => {
  const files = {
    'usr/bin/kubectl': '#!/bin/sh\n',
    'usr/sbin/kubelet': '#!/bin/sh\n',
    'usr/libexec/helper': '#!/bin/sh\n',
    'usr/lib/systemd/system/kubelet.service': '[Service]\nExecStart=/usr/sbin/kubelet\n',
  };
  expect(await fitOf(imageOf(scratch, { name: 'kube', files }), 'kube')).toMatchObject({
    programs: ['kubectl', 'kubelet'],
    units: ['kubelet.service'],
  });
});

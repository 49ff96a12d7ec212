/** What a host says of itself is laid out below one folder here, and touches nothing beside it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { readXattrs } from '../host/xattr.ts';
import { layOut } from './lay-out.ts';
import type { Picture, PictureNode } from './picture.ts';

const scratch = makeScratch('lay-out');
afterAll(() => scratch.remove());

const STRICT = 'user.extension-release.strict';
const dir = { kind: 'dir' } as const;
const text = { kind: 'text', content: Buffer.from('ID=_any\n'), changed: 1 } as const;

function picture(nodes: Record<string, PictureNode>, attributes: readonly string[]): Picture {
  return {
    ...{
      name: 'host',
      machine: 'x86_64',
      kernel: '6',
      isRoot: false,
      systemdVersion: 257,
      mountinfo: '',
      verity: null,
    },
    ...{ nodes: new Map(Object.entries(nodes)), modes: new Map(), closed: [], cut: [] },
    attributes: new Map(attributes.map((path) => [path, new Map([[STRICT, Buffer.from('0')]])])),
  };
}

test('an attribute is put on what the host told of, and on no file of this machine', () => {
  const mine = join(scratch.path, 'mine/file');
  scratch.put('mine/file', '');
  const root = join(scratch.path, 'tree');
  mkdirSync(root);
  const links = { '/away': { kind: 'link', target: '../mine' }, '/round': { kind: 'link', target: '/round' } } as const;
  const told = ['/etc/release', '/../mine/file', '/away/file', '/round/../mine/file'];
  const { unread } = layOut(picture({ '/etc': dir, '/etc/release': text, ...links }, told), root, null);
  expect(readXattrs(join(root, 'etc/release'))?.get(STRICT)?.toString()).toBe('0');
  expect(readXattrs(mine)?.has(STRICT)).toBe(false);
  expect(Object.keys(unread).sort()).toEqual(told.slice(1).sort());
});

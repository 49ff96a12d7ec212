/** A host for the command line alone, beside a server that has the bakery's images. */
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { serveFolder, type WebServer } from '../harness/nginx.ts';
import { makeBakery } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { jsonFrom, openTree, type Tree } from './tree.ts';

export interface BakeryHost {
  readonly scratch: Scratch;
  readonly tree: string;
  readonly web: WebServer;
  /** On a tree that is changed directly: as root, or as root of a user namespace. */
  readonly veneer: Tree['veneer'];
  readonly json: ReturnType<typeof jsonFrom>;
  /** The JSON document that a command prints, where it is a list. */
  rows(...args: string[]): readonly unknown[];
  /** Downloads `kubernetes` in version 1.0. @returns its path */
  download(): string;
}

export const test = base.extend<{ host: BakeryHost }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const scratch = makeScratch('commands');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    makeBakery(scratch, 'served');
    const web = await serveFolder(scratch, 'served');
    const { path: tree, veneer, close } = await openTree(scratch);
    const json = jsonFrom(veneer);
    const rows = (...args: string[]) => {
      const answer = json(...args);
      if (!Array.isArray(answer)) throw new Error(`${args.join(' ')} printed no list`);
      return answer as readonly unknown[];
    };
    const download = () => {
      const output = join(scratch.path, 'images');
      const path = join(output, 'kubernetes-v1.0-x86-64.raw');
      expect(json('download', 'kubernetes=v1.0', '--output', output)).toMatchObject({ path });
      return path;
    };
    await use({ scratch, tree, web, veneer, json, rows, download });
    close();
    await web.stop();
    scratch.remove();
  },
});

/** Has `kubernetes` 1.0 from the remote `bakery`, pinned and disabled. */
export function installPinned({ web, veneer }: Pick<BakeryHost, 'web' | 'veneer'>): void {
  for (const words of [
    ['remote', 'add', 'bakery', web.url],
    ['install', 'kubernetes=v1.0'],
    ['pin', 'kubernetes'],
    ['disable', 'kubernetes'],
  ])
    expect(veneer(...words), words.join(' ')).toMatchObject({ status: 0 });
}

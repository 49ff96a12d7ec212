/** The fixture of everything that an ordinary user does in a sandbox, where merges are real. */
import { chownSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test as base } from 'playwright/test';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { type Server, startServer } from './server.ts';
import { openWindow } from './window.ts';

interface Sandbox extends Server {
  /** The tree, as files lie below the merge. */
  readonly tree: string;
  /** A file as a program inside the sandbox sees it. */
  inside(path: string): string | null;
}

export const test = base.extend<{
  scratch: Scratch;
  args: readonly string[];
  node: string | null;
  sandbox: Sandbox;
}>({
  /** Of `veneer serve`. */
  args: [['--sandbox'], { option: true }],
  /** Which Node runs it; null for the one beside the built programs. */
  node: [null, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  scratch: async ({}, use) => {
    const scratch = makeScratch('sandbox');
    await use(scratch);
    scratch.remove();
  },
  sandbox: async ({ scratch, args, node, page }, use) => {
    const server = await startServer(scratch, { user: 'ordinary', args, ...(node === null ? {} : { node }) });
    const tree = join(server.home, '.local/share/veneer/sandbox/root');
    await openWindow(page, server.url);
    await use({
      ...server,
      tree,
      inside(path) {
        const place = `/proc/${holderOf(server.pid)}/root${tree}/${path}`;
        return existsSync(place) ? readFileSync(place, 'utf8') : null;
      },
    });
    await server.stop();
  },
});

/** The process that keeps the sandbox's namespace. */
export function holderOf(server: number): number {
  const children = readFileSync(`/proc/${server}/task/${server}/children`, 'utf8').trim().split(' ');
  const holder = children.find((pid) => readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'cat');
  if (holder === undefined) throw new Error('the sandbox has no namespace');
  return Number(holder);
}

/** Puts files into the tree of a sandbox, owned by its own user. */
export function putInto(tree: string, files: Readonly<Record<string, string>>): void {
  const { uid, gid } = statSync(tree);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), content);
    for (let place = path; place !== '.' && place !== 'etc' && place !== 'var'; place = dirname(place))
      chownSync(join(tree, place), uid, gid);
  }
}

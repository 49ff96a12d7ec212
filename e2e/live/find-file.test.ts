/** Whose file is said to win, against the file that is there when this machine's systemd-sysext merges random hosts. */
import { lstatSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFiles } from '../../electron/extensions/find/find-files.ts';
import { readSystem } from '../../electron/extensions/system.ts';
import type { FindPart } from '../../shared/model/find.ts';
import { type Entry, KINDS, type Kind, type MadeHost, makeHost } from '../harness/merged-host.ts';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';

const RUNS = 30;
const EXTENSIONS = ['x-a', 'x-b', 'x-c'];

let namespace: MountNamespace;
let scratch: Scratch;
beforeAll(async () => {
  namespace = await openMountNamespace();
  scratch = makeScratch('find-file');
});
afterAll(() => {
  namespace.close();
  scratch.remove();
});

const path = fc
  .array(fc.constantFrom('p', 'q', 'r'), { minLength: 1, maxLength: 3 })
  .map((segments) => `usr/${segments.join('/')}`);
const tree = (kinds: readonly Kind[]) => fc.array(fc.tuple(path, fc.constantFrom(...kinds)), { maxLength: 8 });
const NO_LINKS = KINDS.filter((kind) => kind !== 'link');

/** A path that stands below what is no folder of its own layer is left out. */
function consistent(entries: readonly Entry[]): Entry[] {
  const kept: Entry[] = [];
  for (const entry of [...entries].sort(([a], [b]) => a.length - b.length)) {
    const isFree = kept.every(
      ([top, kind]) => top !== entry[0] && (kind === 'folder' || kind === 'opaque' || !entry[0].startsWith(`${top}/`)),
    );
    if (isFree) kept.push(entry);
  }
  return kept;
}

/** Each file says whose it is. */
function sign(top: string, owner: string, entries: readonly Entry[]): void {
  for (const [inner, kind] of entries) {
    const place = join(top, inner);
    if (kind === 'file' && lstatSync(place).isFile()) writeFileSync(place, owner);
  }
}

function mergedOwners({ root }: MadeHost): Map<string, string> {
  const systemd = (verb: string) => {
    const { status, output } = namespace.run('systemd-sysext', `--root=${root}`, verb);
    if (status !== 0) throw new Error(`systemd-sysext ${verb}: ${output}`);
  };
  systemd('merge');
  try {
    const { output } = namespace.run('grep', '-r', '-H', '-E', '^(base|x-[abc])$', join(root, 'usr'));
    const lines = output.trim().split('\n').filter(Boolean);
    return new Map(
      lines.map((line) => {
        const colon = line.lastIndexOf(':');
        return [line.slice(root.length, colon), line.slice(colon + 1)];
      }),
    );
  } finally {
    systemd('unmerge');
  }
}

async function find({ target }: MadeHost, text: string): Promise<FindPart> {
  const system = await readSystem(target, null);
  const query = { text, isExact: true, sitting: Math.random(), most: 100 };
  for await (const part of findFiles(target, system, query, null)) if (part.read === part.total) return part;
  throw new Error('it was not answered to its end');
}

test(`says who wins, on ${RUNS} random hosts`, async () => {
  let hidden = 0;
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(
      tree(['folder', 'file']),
      fc.tuple(tree(NO_LINKS), tree(NO_LINKS), tree(NO_LINKS)),
      async (baseTree, layers) => {
        const base = consistent(baseTree);
        const extensions = EXTENSIONS.map((name, at) => [name, consistent(layers[at] ?? [])] as const);
        const host = makeHost(scratch, base, Object.fromEntries(extensions));
        sign(host.root, 'base', base);
        for (const [name, entries] of extensions) sign(join(host.root, 'var/lib/extensions', name), name, entries);
        const owners = mergedOwners(host);
        const files = extensions.flatMap(([, entries]) => entries.filter(([, kind]) => kind === 'file'));
        for (const inner of new Set(files.map(([one]) => `/${one}`))) {
          const { files: found } = await find(host, inner);
          const winners = found.filter(({ next }) => next.is === 'seen').map(({ extension }) => extension);
          const owner = owners.get(inner) ?? null;
          expect(winners, `${inner} of ${JSON.stringify(found)}`).toEqual(
            owner === null || owner === 'base' ? [] : [owner],
          );
          seen += winners.length;
          hidden += found.filter(({ next }) => next.is === 'hidden').length;
        }
        rmSync(host.root, { recursive: true });
      },
    ),
    { numRuns: RUNS },
  );
  // Hosts on which nothing hides anything would prove nothing.
  expect(Math.min(seen, hidden)).toBeGreaterThan(0);
});

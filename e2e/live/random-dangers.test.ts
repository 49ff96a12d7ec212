/**
 * What is said to vanish in a merge, against what vanishes when this machine's systemd-sysext merges: on random trees of a
 * base and three extensions, each finding must come true, and nothing may vanish without one.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { VANISHING } from '../../shared/diagnosis/merge/diagnose-merge.ts';
import { insideOf } from '../../shared/diagnosis/subject.ts';
import { type Entry, KINDS, type Kind, listed, makeHost, merged, prediction } from '../harness/merged-host.ts';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';

const RUNS = 40;
const EXTENSIONS = ['x-a', 'x-b', 'x-c'];

let namespace: MountNamespace;
let scratch: Scratch;
beforeAll(async () => {
  namespace = await openMountNamespace();
  scratch = makeScratch('random-dangers');
});
afterAll(() => {
  namespace.close();
  scratch.remove();
});

/** A folder or what is none: a file in the place of a link is a conflict of files, not a danger. */
const shapeOf = (line: string | undefined) =>
  line === undefined ? 'nothing' : line.startsWith('d') ? 'folder' : 'other';

const isAtOrBelow = (path: string, top: string) => path === top || path.startsWith(`${top}/`);

const segment = fc.constantFrom('p', 'q', 'r');
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => `usr/${segments.join('/')}`);
const tree = (kinds: readonly Kind[]) => fc.array(fc.tuple(path, fc.constantFrom(...kinds)), { maxLength: 7 });

/** Leaves first would put files where folders are wanted: a path that stands below a file of its own layer is left out. */
function consistent(entries: readonly Entry[]): Entry[] {
  const kept: Entry[] = [];
  for (const entry of [...entries].sort(([a], [b]) => a.length - b.length)) {
    const parentIsLeaf = kept.some(
      ([top, kind]) => kind !== 'folder' && kind !== 'opaque' && entry[0].startsWith(`${top}/`),
    );
    if (!parentIsLeaf && !kept.some(([top]) => top === entry[0])) kept.push(entry);
  }
  return kept;
}

test(`predicts what vanishes, on ${RUNS} random hosts`, async () => {
  let vanished = 0;
  await fc.assert(
    fc.asyncProperty(
      tree(['folder', 'file', 'link']),
      fc.tuple(tree(KINDS), tree(KINDS), tree(KINDS)),
      async (base, layers) => {
        const extensions = Object.fromEntries(EXTENSIONS.map((name, at) => [name, consistent(layers[at] ?? [])]));
        const host = makeHost(scratch, consistent(base), extensions);
        const vanishing = (await prediction(host)).filter(({ id }) => VANISHING.has(id));
        const before = [
          listed(host.root),
          ...EXTENSIONS.map((name) => listed(join(host.root, 'var/lib/extensions', name))),
        ];
        const after = merged(namespace, host);
        const gone = new Set<string>();
        for (const layer of before) {
          for (const [inner, line] of layer) {
            const isMark = line.startsWith('c');
            if (!isMark && shapeOf(line) !== shapeOf(after.get(inner))) gone.add(inner);
          }
        }
        for (const inner of gone) {
          expect(
            vanishing.filter(({ subject }) => isAtOrBelow(inner, insideOf(subject))),
            `${inner} vanishes`,
          ).not.toEqual([]);
        }
        for (const { subject, message } of vanishing) {
          const at = insideOf(subject);
          expect(
            [...gone].filter((inner) => isAtOrBelow(inner, at)),
            `${at}: ${message.text}`,
          ).not.toEqual([]);
        }
        vanished += gone.size;
        rmSync(host.root, { recursive: true });
      },
    ),
    { numRuns: RUNS },
  );
  // Random trees that never spoil anything would prove nothing.
  expect(vanished).toBeGreaterThan(RUNS);
});

/**
 * Reads the one extension of a tree in every way that its images are read, and says before each what it is about to do:
 * node read-all.ts ROOT. Runs as a child, for what it reads is hostile.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { readContents } from '../../electron/extensions/contents.ts';
import { readFindings } from '../../electron/extensions/findings.ts';
import { listWithXattrs } from '../../electron/extensions/listing.ts';
import { openContent } from '../../electron/extensions/reading.ts';
import { readSystem, type System } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { ImageError, walkTree } from '../../electron/images/tree.ts';
import type { Extension } from '../../shared/model/extension.ts';

const root = process.argv[2] ?? '';
const target = { root, asSystemd: 257, mounts: ownMounts(root) };

/** What one reading came to: a problem of the image, or that it was read. */
export interface Outcome {
  readonly step: string;
  /** Of the processor's time. */
  readonly ms: number;
  readonly said: string;
  /** Of the image, where it is one. */
  readonly problem: string | null;
}

function tell(value: unknown): void {
  // Straight to the pipe: what comes next may never return.
  writeSync(1, `${JSON.stringify(value)}\n`);
}

function theOnly({ extensions }: System): Extension {
  const [extension] = extensions;
  if (extension === undefined) throw new Error('there is no extension');
  return extension;
}

async function step(name: string, read: () => Promise<{ said: string; problem?: string }>): Promise<void> {
  tell({ step: name });
  const start = process.cpuUsage();
  let said: string;
  let problem: string | null = null;
  try {
    const outcome = await read();
    said = outcome.said;
    problem = outcome.problem ?? null;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    said = error.message;
    problem = error.problem;
  }
  const { user, system } = process.cpuUsage(start);
  tell({ step: name, ms: Math.round((user + system) / 1000), said, problem });
}

let read: System | null = null;
await step('verdict', async () => {
  read = await readSystem(target, null);
  const { compatible, code, message } = theOnly(read).verdict;
  return { said: `${compatible} ${code} ${message.text}` };
});
const system = read ?? (await readSystem(target, null));
const found = theOnly(system);
const content = { hostPath: join(root, found.path), kind: found.type === 'directory' ? 'folder' : 'image' } as const;
const open = () => openContent(content, system.release);

await step('walk', async () => {
  const tree = await open();
  let entries = 0;
  try {
    for await (const _ of walkTree(tree)) entries++;
  } finally {
    tree.close();
  }
  return { said: `${entries} entries` };
});
await step('listing', async () => {
  const tree = await open();
  try {
    let entries = 0;
    for await (const piece of listWithXattrs(tree, '')) entries += piece.length;
    return { said: `${entries} entries` };
  } finally {
    tree.close();
  }
});
await step('contents', async () => {
  let said = '';
  for await (const { problem, files } of readContents(target, system, found, null))
    said = problem?.text ?? `${files} files`;
  return { said };
});
await step('findings', async () => {
  const { findings, problem } = await readFindings(target, system, found);
  return { said: problem?.text ?? `${findings.length} findings` };
});

/** The one step that is no data: a command that changes what is staged so far, in a sandbox. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { openFolder } from '../images/folder.ts';
import { ImageError, walkTree } from '../images/tree.ts';
import { layOut } from './lay-out.ts';
import { type EndedApart, findSandbox } from './sandbox.ts';
import { createStage, type Stage } from './stage.ts';

/** Bytes of all files, before it and after. */
const MOST_BYTES = 8 * 1024 ** 3;
/** What an extension can have at its top. */
const TOPS: ReadonlySet<string> = new Set(['usr', 'opt', 'etc']);
const MOST_TOLD = 2000;

const endOf = (program: string, { status, broken }: EndedApart) => {
  if (status !== null) return messageOf('build.command-failed', { program, status: String(status) });
  if (broken === 'too-big') return messageOf('build.command-took-memory', { program });
  return messageOf(broken === 'too-slow' ? 'build.command-too-slow' : 'build.command-was-ended', { program });
};

/**
 * @param scratch stays until what is given back was packed: it holds its files
 * @param signal ends it, with the error of the signal
 * @param onRun told before it runs, with the program that keeps it apart
 * @returns the stage with what the command made of it
 * @throws {VeneerError} `unsupported` where no sandbox works here or the command did not end well
 * @throws {ImageError} for what no extension has
 */
export async function runStep(
  command: readonly string[],
  stage: Stage,
  scratch: string,
  signal: AbortSignal | null,
  onRun: (command: readonly string[], sandbox: string) => void,
): Promise<Stage> {
  const sandbox = await findSandbox(scratch);
  const folder = join(mkdtempSync(join(scratch, 'run-')), 'extension');
  await layOut(stage.tree, folder, MOST_BYTES);
  onRun(command, sandbox.name);
  const ended = await sandbox.run(folder, command, { signal });
  signal?.throwIfAborted();
  const { stdout, stderr } = ended;
  if (ended.status !== 0) {
    const [program = ''] = command;
    throw new VeneerError('unsupported', endOf(program, ended), {
      nextStep: messageOf('build.sandbox-has'),
      detail: `${stdout}${stderr}`.trim().slice(-MOST_TOLD),
    });
  }
  const tree = openFolder(folder, 'folder');
  const made = createStage();
  let left = MOST_BYTES;
  for await (const { path, node } of walkTree(tree)) {
    if (!path.includes('/') && !TOPS.has(path))
      throw new ImageError('unsupported', `the command wrote /${path}, which is neither /usr nor /opt nor /etc`);
    left -= node.type === 'file' ? node.size : 0;
  }
  if (left < 0) throw new ImageError('too-large', `the command wrote more than ${MOST_BYTES} bytes`);
  await made.copy(tree, await tree.root(), '', null);
  return made;
}

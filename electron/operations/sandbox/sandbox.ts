/** A sandbox: a tree of samples of our own, really merged by this machine's systemd-sysext, without any privilege. */

import { machine } from 'node:os';
import { type Message, messageOf } from '../../../shared/messages/message.ts';
import { VeneerError } from '../../../shared/model/errors.ts';
import { architectureFromUname } from '../../../shared/systemd/architecture.ts';
import { rulesFor } from '../../../shared/systemd/classes.ts';
import type { LocalReader } from '../../extensions/local-reader.ts';
import type { Target } from '../../extensions/system.ts';
import { ownMounts } from '../../extensions/target.ts';
import { findProgram, readSystemdVersion } from '../../host/systemd-version.ts';
import type { Executor } from '../executors/executor.ts';
import { noExecutor, sandboxExecutor } from '../executors/helper-executors.ts';
import type { HelperCommand } from '../executors/launch.ts';
import { openNamespace } from './namespace.ts';
import { makeSamples } from './samples.ts';
import { createStaging } from './staging.ts';

export interface Sandbox {
  readonly target: Target;
  readonly executor: Executor;
  /** What is different from a real host, or why it can only list. */
  readonly note: Message;
  close(): void;
}

export interface SandboxOptions {
  /** Unpacks its images. */
  readonly reader: LocalReader;
  /** Where the tree is made; it is ours alone. */
  readonly folder: string;
  /** A folder with sample images. */
  readonly images: string;
  readonly helper: HelperCommand;
  readonly asSystemd: number | null;
}

const NOTE = messageOf('change.tree-of-samples-in-folder-of');

/** Opens the sandbox, making its tree where it is not there yet. It lists even where it cannot merge. */
export async function openSandbox({ reader, folder, images, helper, asSystemd }: SandboxOptions): Promise<Sandbox> {
  const root = makeSamples(folder, images, architectureFromUname(machine()));
  const version = asSystemd ?? readSystemdVersion('/');
  try {
    if (findProgram('systemd-sysext') === null) {
      throw new VeneerError('unsupported', messageOf('change.systemd-sysext-is-not-installed-on'));
    }
    const namespace = await openNamespace();
    const staging = createStaging(reader, namespace, folder, root, rulesFor(version ?? 0));
    const [program, ...args] = [...namespace.enter, helper.program, ...helper.args];
    const target: Target = {
      root,
      asSystemd,
      mounts: { root, prefix: `/proc/${namespace.pid}/root`, mountinfo: `/proc/${namespace.pid}/mountinfo` },
      isSandbox: true,
    };
    const executor = sandboxExecutor({ program: program as string, args }, root, staging);
    return { target, executor, note: NOTE, close: () => namespace.close() };
  } catch (error) {
    if (!(error instanceof VeneerError)) throw error;
    const note = messageOf('change.sandbox-that-can-only-list', { reason: error.said });
    return {
      target: { root, asSystemd, mounts: ownMounts(root) },
      executor: noExecutor(note, messageOf('change.install-systemd-sysext-and-allow-user')),
      note,
      close: () => {},
    };
  }
}

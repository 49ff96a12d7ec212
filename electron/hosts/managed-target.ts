/** What a host is: where its files are, and how changes reach it. */
import type { Message } from '../../shared/messages/message.ts';
import type { Target } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { chooseExecutor, type ExecutorOptions } from '../operations/executors/choose.ts';
import type { Executor } from '../operations/executors/executor.ts';
import { openSandbox, type SandboxOptions } from '../operations/sandbox/sandbox.ts';

/** A host that was read over SSH, as the fleet has it. */
export interface OverSsh {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

export interface ManagedTarget {
  /** Of a host that is read over SSH another one after each reading, and none once it is gone: `VeneerError` `not-found`. */
  readonly target: Target;
  /** What was read last over SSH; null for any other host. */
  overSsh(): OverSsh | null;
  /** What is different from a real host, for a sandbox; null for any other. */
  readonly sandboxNote: Message | null;
  /** How changes reach it now. */
  executor(): Executor;
  /** Asks anew what there is to change it by, after the helper came or went. */
  chooseExecutor(): Promise<void>;
  /** Ends what runs beside us for it; what is merged in a sandbox ends with it. */
  close(): void;
}

/** This machine, or a tree that stands for the `/` of one. @param asSystemd the version to judge by, instead of its own */
export async function manageTarget(options: ExecutorOptions, asSystemd: number | null): Promise<ManagedTarget> {
  const { root } = options;
  let executor = await chooseExecutor(options);
  return {
    target: { root, asSystemd, mounts: ownMounts(root) },
    overSsh: () => null,
    sandboxNote: null,
    executor: () => executor,
    async chooseExecutor() {
      executor = await chooseExecutor(options);
    },
    close() {},
  };
}

/** A tree of samples, which is made where it is not there yet. */
export async function manageSandbox(options: SandboxOptions): Promise<ManagedTarget> {
  const { target, executor, note, close } = await openSandbox(options);
  return {
    ...{ target, close, sandboxNote: note },
    overSsh: () => null,
    executor: () => executor,
    chooseExecutor: async () => {},
  };
}

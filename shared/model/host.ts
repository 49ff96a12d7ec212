import * as z from 'zod';
import { CLASSES, MUTABLE_MODES } from '../systemd/classes.ts';
import { MessageSchema } from './message.ts';

export const ClassName = z.enum(CLASSES);

/** How changes reach the system: see electron/operations/executors. */
export const ExecutorKind = z.enum(['direct', 'varlink', 'pkexec', 'sandbox', 'none']);
export type ExecutorKind = z.infer<typeof ExecutorKind>;

/** The machine, or the tree below `--root`, that extensions are judged against. */
export const Host = z.object({
  /** The directory that stands for `/`. */
  root: z.string(),
  hostname: z.string(),
  /** PRETTY_NAME, else NAME, else ID of os-release. */
  osName: z.string(),
  osRelease: z.record(z.string(), z.string()),
  /** Why os-release could not be read, when systemd would refuse every merge for it. */
  osReleaseProblem: MessageSchema.nullable(),
  /** What of images cannot be seen here, so that verdicts on them leave it out; null where everything can. */
  unseen: MessageSchema.nullable(),
  /** systemd's spelling, from the kernel. */
  architecture: z.string(),
  /** systemd's major version whose rules are applied; null where no systemd was found and 257 is assumed. */
  systemdVersion: z.number().int().nullable(),
  /** The version whose rules were asked for by `--as-systemd`. */
  judgedAs: z.number().int(),
  /** Whether the programs that merge are there. */
  sysextAvailable: z.boolean(),
  confextAvailable: z.boolean(),
  sandbox: z.boolean(),
  /** What the sandbox does differently from a real host, or why it can only list. */
  sandboxNote: MessageSchema.nullable(),
  executor: z.object({
    kind: ExecutorKind,
    sentence: MessageSchema,
    /** Whether polkit has actions for the helper, or it is started from where Veneer stands; null where polkit is not asked. */
    helper: z.enum(['installed', 'carried']).nullable(),
  }),
  /** Of a host that was read over SSH: how the fleet calls it, and when, in milliseconds since 1970; null for any other. */
  overSsh: z.object({ name: z.string(), readAt: z.number() }).nullable(),
  /** Who Veneer runs as. */
  user: z.string(),
});
export type Host = Readonly<z.infer<typeof Host>>;

/** A directory that extensions of one class are laid over, as the kernel's mount table has it. */
export const Hierarchy = z.object({
  path: z.string(),
  class: ClassName,
  /** Whether the overlay of systemd-sysext or systemd-confext is mounted here now. */
  merged: z.boolean(),
  /** Merged extensions, lowest layer first. */
  extensions: z.array(z.string()),
  /** When it was merged, in milliseconds since 1970. */
  since: z.number().nullable(),
  /** Whether the merged hierarchy can be written to. */
  writable: z.boolean(),
  /** `--mutable=` that it was merged with, as far as the mount table tells it; null where nothing is merged. */
  mutable: z.enum(MUTABLE_MODES).nullable(),
});
export type Hierarchy = Readonly<z.infer<typeof Hierarchy>>;

/** One plate of the drawing of a hierarchy: an extension in merge order, lowest first. */
export const Layer = z.object({
  name: z.string(),
  class: ClassName,
  /** `merged` lies over the hierarchy now, `would-merge` would after the next merge, `stays-out` does not fit. */
  status: z.enum(['merged', 'would-merge', 'stays-out', 'unknown']),
  /** Why it stays out, or null. */
  reason: MessageSchema.nullable(),
  version: z.string().nullable(),
  form: z.string(),
  /** Bytes: of an image the file, of a folder its files where they were read. */
  size: z.number().nullable(),
  /** Files and links that it brings to the hierarchies; null where they were not read. */
  files: z.number().nullable(),
  /** Files of it that the base has too; null where the base cannot be seen. */
  overridesBase: z.number().nullable(),
  /** Where the first of those are seen. */
  overridesBasePaths: z.array(z.string()),
  /** Files that a lower layer has too. */
  overridesOthers: z.array(z.object({ name: z.string(), files: z.number() })),
  /** Why its files were not compared. */
  problem: MessageSchema.nullable(),
});
export type Layer = Readonly<z.infer<typeof Layer>>;

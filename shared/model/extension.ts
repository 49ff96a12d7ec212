import * as z from 'zod';
import { Diagnosis } from './diagnosis.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';
import { Verdict } from './verdict.ts';

/** The group that the window shows an extension in. */
export const ExtensionState = z.enum(['active', 'ready', 'unknown', 'blocked', 'masked', 'hidden', 'broken']);
export type ExtensionState = z.infer<typeof ExtensionState>;

/** What an image holds, by its first blocks. */
export const ImageForm = z.enum(['squashfs', 'erofs', 'ext', 'btrfs', 'gpt', 'folder', 'subvolume', 'unrecognised']);
export type ImageForm = z.infer<typeof ImageForm>;

/** One entry of a search directory that concerns an extension. */
export const Extension = z.object({
  /** Unique on a host: class and path. */
  id: z.string(),
  name: z.string(),
  class: ClassName,
  type: z.enum(['directory', 'subvolume', 'raw', 'block', 'mstack']),
  /** Where the entry stands, without the root. */
  path: z.string(),
  /** Where it leads once symlinks and `.v` directories are followed; the path itself where it leads nowhere. */
  realPath: z.string(),
  /** Whether `systemd-sysext list` names this entry. */
  listed: z.boolean(),
  /** Hidden by an empty directory of the same name in a higher search directory. */
  masked: z.boolean(),
  /** The entry that masks it. */
  maskedBy: z.string().nullable(),
  /** It is such an empty directory itself. */
  masks: z.boolean(),
  /** The entry of the same name in a higher search directory that systemd takes instead. */
  shadowedBy: z.string().nullable(),
  /** Other entries of the same name in the same directory. */
  ambiguousWith: z.array(z.string()),
  /** Laid over a hierarchy now. */
  merged: z.boolean(),
  state: ExtensionState,
  verdict: Verdict,
  form: ImageForm,
  /** The compressor of a squashfs image. */
  compression: z.string().nullable(),
  /** From the release file, else from the file name. */
  version: z.string().nullable(),
  description: z.string().nullable(),
  /** Bytes of the image file; of a folder the sum of its files; null where that was not counted. */
  size: z.number().nullable(),
  /** The release file's fields. */
  release: z.record(z.string(), z.string()).nullable(),
  releaseFile: z.string().nullable(),
  /** Units below usr/lib/systemd/system that a person may start or stop. */
  units: z.array(z.string()),
  /** systemd fails the whole merge while this entry is listed. */
  blocksMerge: z.boolean(),
  /** Why it does, or would if it were listed. */
  blocksMergeBecause: MessageSchema.nullable(),
  /** How disabling works for it: see shared/systemd/masking.ts. */
  disable: z.enum(['mask', 'unlink', 'move-aside', 'not-needed']),
  /** What a person should know of it beyond its verdict. */
  warnings: z.array(Diagnosis),
});
export type Extension = Readonly<z.infer<typeof Extension>>;

/** An entry that Veneer took out of a search directory and can put back. */
export const MovedAside = z.object({
  name: z.string(),
  class: ClassName,
  /** Where it stood. */
  path: z.string(),
  /** Where it is kept. */
  keptAt: z.string(),
  /** What systemd would make of it, were it put back. */
  verdict: Verdict,
  units: z.array(z.string()),
});
export type MovedAside = Readonly<z.infer<typeof MovedAside>>;

/** Something that looks meant as an extension, and that systemd never looks at. */
export const Ignored = z.object({ path: z.string(), class: ClassName, message: MessageSchema });
export type Ignored = Readonly<z.infer<typeof Ignored>>;

/** A file, directory or link inside an extension. */
export const ContentEntry = z.object({
  /** Without a leading slash. */
  path: z.string(),
  type: z.enum(['file', 'directory', 'symlink', 'char', 'block', 'fifo', 'socket']),
  size: z.number(),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
  target: z.string().nullable(),
  /** What else has this file: `base`, or the name of another extension. */
  overrides: z.array(z.string()),
  /** Extensions on a higher layer that have this file too, so that theirs is seen. */
  hiddenBy: z.array(z.string()),
});
export type ContentEntry = Readonly<z.infer<typeof ContentEntry>>;

/** A part of what stands inside an extension, in the order of the tree; counts are of all parts so far. */
export const ContentsPart = z.object({
  entries: z.array(ContentEntry),
  /** True on the last part where there is more than was sent. */
  truncated: z.boolean(),
  /** False while the base lies under a merge that hides it, so that overrides of the base cannot be told. */
  baseKnown: z.boolean(),
  files: z.number(),
  bytes: z.number(),
  /** Why nothing, or nothing more, could be read. */
  problem: MessageSchema.nullable(),
});
export type ContentsPart = Readonly<z.infer<typeof ContentsPart>>;

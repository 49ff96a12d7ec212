import { z } from 'zod';
import { Severity } from './diagnosis.ts';
import { MessageSchema } from './message.ts';

export const FindingKind = z.enum([
  'setuid',
  'capabilities',
  'without-effect',
  'os-release',
  'missing-library',
  'unlabelled',
  /** Something of another layer vanishes under a folder, a link, a file or a marker. */
  'hides-link',
  'hides-folder',
  'hides-file',
  'opaque',
  'whiteout',
  'folder-rights',
  'mounts-below',
  'read-only',
  'foreign-machine',
  'kernel-format',
  'restarts-units',
  'release-field',
  'not-started-at-boot',
  'not-started',
  'cache',
  'misplaced',
  /** What the base has cannot be seen. */
  'base-unknown',
]);

/** Something inside an extension that a person should know before trusting it, or merging it. */
export const Finding = z.object({
  kind: FindingKind,
  severity: Severity,
  /** Without a leading slash; empty where it is about the extension as a whole. */
  path: z.string(),
  message: MessageSchema,
});
export type Finding = Readonly<z.infer<typeof Finding>>;

export const Findings = z.object({
  findings: z.array(Finding),
  /** Why not everything was looked at; null where it was. */
  problem: MessageSchema.nullable(),
});
export type Findings = Readonly<z.infer<typeof Findings>>;

/** One file of an extension, to be looked at. */
export const FileContent = z.object({
  path: z.string(),
  size: z.number(),
  /** null for what is no text. */
  text: z.string().nullable(),
  /** True where the text goes on behind what is here. */
  truncated: z.boolean(),
});
export type FileContent = Readonly<z.infer<typeof FileContent>>;

export const PartitionInfo = z.object({
  number: z.number(),
  typeName: z.string(),
  label: z.string(),
  uuid: z.string(),
  /** Bytes. */
  size: z.number(),
  /** Whether systemd would use it on this machine. */
  used: z.boolean(),
});

export const VerityInfo = z.object({
  of: z.enum(['root', 'usr']),
  algorithm: z.string(),
  rootHash: z.string(),
  /** Whether the topmost block of the hash tree has that hash. */
  matches: z.boolean(),
  signature: z
    .object({
      rootHash: z.string().nullable(),
      certificateFingerprint: z.string().nullable(),
      subject: z.string().nullable(),
    })
    .nullable(),
});

/** The partitions of a disk image and what vouches for them; null for an image without any. */
export const DiskInfo = z.object({ partitions: z.array(PartitionInfo), verity: z.array(VerityInfo) });
export type DiskInfo = Readonly<z.infer<typeof DiskInfo>>;

/** How a check of a dm-verity tree goes: bytes so far, then how it ended. */
export const VerityProgress = z.object({
  done: z.number(),
  total: z.number(),
  intact: z.boolean().nullable(),
  failure: MessageSchema.nullable(),
});
export type VerityProgress = Readonly<z.infer<typeof VerityProgress>>;

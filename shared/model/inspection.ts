import * as z from 'zod';
import { Diagnosis } from './diagnosis.ts';
import { MessageSchema } from './message.ts';

/** What should be known of the inside of an extension before it is trusted or merged. */
export const Findings = z.object({
  findings: z.array(Diagnosis),
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
  /** Of the whole file, in hexadecimal digits; null for a text, and for more than 64 MiB. */
  sha256: z.string().nullable(),
});
export type FileContent = Readonly<z.infer<typeof FileContent>>;

/** The same of the base system, as it is without extensions; where it is not known or no regular file, why. */
export const BaseFile = z.object({ content: FileContent.nullable(), reason: MessageSchema.nullable() });
export type BaseFile = Readonly<z.infer<typeof BaseFile>>;

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

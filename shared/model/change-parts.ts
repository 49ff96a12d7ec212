/** What changes and steps are made of. */
import * as z from 'zod';
import { MUTABLE_MODES } from '../systemd/classes.ts';
import { areRight } from '../systemd/merge-options.ts';

/** What the fields of changes are made with, named one by one: who hands zod on as a whole carries its fifty languages along. */
export const MAKERS = {
  array: z.array,
  boolean: z.boolean,
  enum: z.enum,
  number: z.number,
  object: z.object,
  string: z.string,
} as const;

/** An image to install, as it was looked at, or a version that is in the store already. */
const InstallImage = z.object({
  /** The file; null for a version that is in the store. */
  source: z.string().nullable(),
  /** Of the file that was looked at: what the helper copies must have the same. */
  sha256: z.string().nullable(),
  version: z.string(),
  /** In the name of the stored file; null where it fits any. */
  architecture: z.string().nullable(),
  place: z.enum(['kept', 'until-reboot']),
  /** How many older versions stay beside it, 0 to 100; null leaves all. */
  keep: z.number().int().min(0).max(100).nullable(),
});
export type InstallImage = Readonly<z.infer<typeof InstallImage>>;

/** Where new versions of a name come from, for systemd-sysupdate; see shared/sysupdate/transfer.ts. */
const NewTransfer = z.object({
  url: z.string().max(2000),
  patterns: z.array(z.string().max(255)).min(1).max(10),
  verify: z.boolean(),
  store: z.string().max(255),
  keep: z.number().int().min(1).max(100),
});

/** A release of an OS, by its os-release: see shared/images/for-os.ts. */
export const OsName = z.object({ id: z.string().max(64), version: z.string().max(64).nullable() });

/** `--mutable=` of systemd-sysext(8). */
const MutableMode = z.enum(MUTABLE_MODES);

/** See shared/systemd/merge-options.ts. */
const MergeOptions = z
  .object({
    noexec: z.boolean().nullable(),
    imagePolicy: z.string().max(1000).nullable(),
    noReload: z.boolean(),
    alwaysRefresh: z.boolean().nullable(),
  })
  .refine(areRight);

/** From where a download was fetched; see shared/images/origin.ts. */
const Served = z.object({
  remote: z.string(),
  address: z.string(),
  sha256: z.string().nullable(),
  signedBy: z.string().nullable(),
  signedAt: z.number().nullable(),
});

const VersionedAs = z.object({ version: z.string(), architecture: z.string().nullable() });

export const PARTS = { InstallImage, NewTransfer, OsName, MutableMode, MergeOptions, Served, VersionedAs };

import * as z from 'zod';
import { Release } from './catalog.ts';
import { Change } from './change.ts';
import { Diagnosis } from './diagnosis.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';
import { ErrorReportSchema } from './operation.ts';
import { PlanRequest } from './plan.ts';

/** How an extension is brought up to date. */
export const UpdateWay = z.enum([
  /** By systemd-sysupdate, through a transfer file. */
  'sysupdate',
  /** By a download and an install of Veneer, into the same layout. */
  'download',
  /** It cannot be from here; `problem` says why. */
  'none',
]);
export type UpdateWay = z.infer<typeof UpdateWay>;

/** A newer version at a remote that the installed one did not come from: nobody has it without naming the remote. */
export const Elsewhere = z.object({
  remote: z.string(),
  version: z.string(),
  /** By what is known before the download; null where that tells nothing. */
  fits: z.boolean().nullable(),
  release: Release,
});
export type Elsewhere = Readonly<z.infer<typeof Elsewhere>>;

/** An extension that somebody keeps current, or for which a remote has something newer. */
export const UpdateItem = z.object({
  class: ClassName,
  name: z.string(),
  way: UpdateWay,
  /** The transfer file's component of systemd-sysupdate; null where it has none. */
  component: z.string().nullable(),
  /** Whether Veneer wrote the transfer file, so that it may take it away. */
  isOurs: z.boolean(),
  /** Where new versions come from: the name of a remote, or else an address. */
  source: z.string(),
  /**
   * What its transfer file writes before each version, where it follows one stream only: `v1.32.` before the versions `1`
   * and `13`. Empty for most.
   */
  stream: z.string(),
  /** The version that counts on the host, by its hash where it has none; null where none is installed, or nothing tells one. */
  installed: z.string().nullable(),
  /** The newest version that is not ruled out; null where nothing newer is there. */
  newest: z.string().nullable(),
  /** By what is known before the download; null where that tells nothing. */
  fits: z.boolean().nullable(),
  reason: MessageSchema.nullable(),
  /** Bytes; null where it is not known. */
  sizeNow: z.number().nullable(),
  sizeThen: z.number().nullable(),
  /** Units in the newest, where it was looked into; null where nobody could before the download. */
  unitsThen: z.array(z.string()).nullable(),
  /** The pinned version, and whether updates are held. */
  pinned: z.string().nullable(),
  held: z.boolean(),
  /** A newer version is installed than is merged: a refresh takes it in. */
  needsRefresh: z.boolean(),
  /** All versions that are stored or at the source, newest first; by systemd-sysupdate's own list where it was asked. */
  versions: z.array(z.string()),
  /** Versions that are stored, newest first. */
  stored: z.array(z.string()),
  /** Bytes of each of them, in the same order. */
  storedSizes: z.array(z.number()),
  /** Those of them that systemd-sysupdate deletes when it is asked to, by its transfer file; none where no file keeps it. */
  surplus: z.array(z.string()),
  /** What keeps it from being brought up to date, or known; see shared/diagnosis/updates. */
  problem: Diagnosis.nullable(),
  /** What other remotes have that is newer than both, the newest first. */
  elsewhere: z.array(Elsewhere),
  /** Addresses that say what is new in the newest, each fit to be shown; see shared/remotes/release-notes.ts. */
  notes: z.array(z.string()).default([]),
  /**
   * Of what a transfer file keeps current from a server: whether the list has to be signed by a key of this host (Verify=), and
   * the key that it was signed with, null where nobody looked; null for everything else.
   */
  signature: z.object({ isWanted: z.boolean(), signedBy: z.string().nullable() }).nullable().default(null),
  /** What would be downloaded; null where systemd-sysupdate does it, or nothing is newer. */
  release: Release.nullable(),
});
export type UpdateItem = Readonly<z.infer<typeof UpdateItem>>;

/** An update that is there and that systemd would not merge as it is; the version before stays current. */
export const Misfit = z.object({
  /** What would make it current all the same. */
  change: Change,
  diagnosis: Diagnosis,
});
export type Misfit = Readonly<z.infer<typeof Misfit>>;

/** What to apply to have updates, without those that do not fit. */
export const SiftedUpdates = z.object({ request: PlanRequest, misfits: z.array(Misfit).readonly() });
export type SiftedUpdates = Readonly<z.infer<typeof SiftedUpdates>>;

/** An optional feature of what systemd-sysupdate keeps current (sysupdate.features(5)). */
export const Feature = z.object({
  /** Empty for the plain `sysupdate.d`, which keeps the OS. */
  component: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** An address. */
  documentation: z.string().nullable(),
  isOn: z.boolean(),
  /** The extensions, and else the transfers by their names, that are had while it is on. */
  brings: z.array(z.string()).readonly(),
});
export type Feature = Readonly<z.infer<typeof Feature>>;

/** A server that gave nothing new to know; of a transfer file or of a remote. */
export const Unasked = z.object({
  /** Of the remote, or of the extension that is followed. */
  name: z.string(),
  /** What a person knows the server by. */
  host: z.string(),
  code: ErrorReportSchema.shape.code,
  message: MessageSchema,
  /** When it last answered, in milliseconds since 1970; null where nobody knows. */
  readAt: z.number().nullable(),
});
export type Unasked = Readonly<z.infer<typeof Unasked>>;

export const UpdateState = z.object({
  revision: z.number(),
  items: z.array(UpdateItem),
  /** None where this systemd knows no features. */
  features: z.array(Feature).readonly(),
  /** When the servers were last asked, in milliseconds since 1970; null for never. */
  checkedAt: z.number().nullable(),
  isChecking: z.boolean(),
  /** Whether systemd-sysupdate is on this host. */
  hasSysupdate: z.boolean(),
  /** systemd-sysupdate installed a newer OS than is running. */
  needsReboot: z.boolean(),
  /** Who could not be asked: what they have that is newer is not known. */
  unasked: z.array(Unasked),
});
export type UpdateState = Readonly<z.infer<typeof UpdateState>>;

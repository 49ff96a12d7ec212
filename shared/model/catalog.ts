import * as z from 'zod';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';
import { ErrorReportSchema } from './operation.ts';
import { Verdict, VerdictCode } from './verdict.ts';

/** Whose signature the list of a remote must have: nobody's, one of systemd's keyring, or one of a pinned key. */
export const Trust = z.enum(['unsigned', 'system', 'pinned']);
export type Trust = z.infer<typeof Trust>;

/** A place that extensions are fetched from, as it is kept in the settings. */
export const Remote = z.object({
  name: z.string(),
  /** Of the folder, with a slash at its end: https, http at this machine, or file; or of a repository: oci, with no slash. */
  url: z.string(),
  enabled: z.boolean(),
  trust: Trust,
  /** The public key in its armour, where one is pinned. */
  key: z.string().nullable(),
});
export type Remote = Readonly<z.infer<typeof Remote>>;

/** A remote, and what came of it. */
export const RemoteState = Remote.extend({
  /** Who runs it, where Veneer ships it; null for one of the user's own. */
  runBy: MessageSchema.nullable(),
  about: MessageSchema.nullable(),
  /** Whether its publisher signs its lists; null where nobody knows. */
  signs: z.boolean().nullable(),
  /**
   * `off` is not asked, `unread` was not asked yet, `offline` shows what was there before, `partly` lacks folders that
   * cannot be used now.
   */
  status: z.enum(['off', 'unread', 'current', 'offline', 'partly', 'failed']),
  /** When the server last confirmed what is shown, in milliseconds since 1970. */
  checkedAt: z.number().nullable(),
  error: ErrorReportSchema.nullable(),
  /** The key that the list was signed with; null where nobody looked. */
  signedBy: z.string().nullable(),
  /** When that was, in milliseconds since 1970; of several lists the oldest. */
  signedAt: z.number().nullable(),
  /** Extensions in it. */
  count: z.number(),
  /** Entries of its lists that were not taken, because they lead out of the folder or cannot be read. */
  refused: z.number(),
});
export type RemoteState = Readonly<z.infer<typeof RemoteState>>;

/** One image of a remote. */
export const Release = z.object({
  remote: z.string(),
  class: ClassName,
  name: z.string(),
  /** As `@v` of sysupdate.d(5) takes it from the name; empty where the name has none. */
  version: z.string(),
  /** The release of the OS that stands in the name. */
  osVersion: z.string().nullable(),
  /** Whether the publisher's layout says so; else it looks like one, and the image itself has to tell. */
  isOsVersionSure: z.boolean().default(true),
  architecture: z.string().nullable(),
  packing: z.enum(['xz', 'gz', 'zst']).nullable(),
  /** Address of the folder, or of the repository of a registry (oci), with a slash at its end. */
  folder: z.string(),
  /** Relative to the folder; in a registry, where files have no place, the name that it would have. */
  path: z.string(),
  /** Of the file as it is served; null in a folder of this machine that has no list. See `oci`. */
  sha256: z.string().nullable(),
  /** MatchPattern= that finds its later versions; null where the name has no version. */
  pattern: z.string().nullable(),
  /** The manifest beside it, and its hash. */
  manifest: z.object({ path: z.string(), sha256: z.string() }).nullable(),
  /** Fingerprint of the key that the list was signed with; null where no signature is wanted. */
  signedBy: z.string().nullable().default(null),
  /**
   * In a registry: whether `sha256` is that of the image (`blob`), or of a manifest whose layers are put together
   * (`layers`), and how many bytes are fetched; null everywhere else.
   */
  oci: z
    .object({ what: z.enum(['blob', 'layers']), size: z.number() })
    .nullable()
    .default(null),
});
export type Release = Readonly<z.infer<typeof Release>>;

/** Whether a release would fit, as far as it can be told before it is downloaded. */
export const Prediction = z.object({
  verdict: Verdict,
  /** What it was told by; null where nothing tells before the download. */
  source: z.enum(['name', 'manifest', 'image']).nullable(),
  /** Bytes of the file as it is served, and when it was changed last; null where the server does not say. */
  size: z.number().nullable(),
  changedAt: z.number().nullable(),
  /** The class that its release file is of, where it is another than the list's. */
  class: ClassName.nullable().default(null),
  /** The name that its release file has, where it is another than the list's: it would be installed under that. */
  inside: z.string().nullable().default(null),
  /** PRETTY_NAME= of its release file. */
  description: z.string().nullable().default(null),
  /** Units that a person may start or stop, and programs that a shell finds; none where nobody looked inside. */
  units: z.array(z.string()).default([]),
  programs: z.array(z.string()).default([]),
  /** The list has it and the server does not. */
  isMissing: z.boolean().default(false),
});
export type Prediction = Readonly<z.infer<typeof Prediction>>;

/** All releases of one extension of one remote, as a row tells them. */
export const CatalogEntry = z.object({
  /** Names it among all entries. */
  key: z.string(),
  remote: z.string(),
  class: ClassName,
  name: z.string(),
  /** Path and version of the newest one that is not ruled out by its name, else of the newest of all. */
  path: z.string(),
  version: z.string(),
  /** How many versions there are; what is built for several architectures counts once. */
  releases: z.number(),
  architectures: z.array(z.string()),
  /** By what is known without asking the server again; null while nobody looked. */
  fits: z.boolean().nullable(),
  /** The sentence of the verdict; null while nobody looked. */
  reason: MessageSchema.nullable(),
  /** The verdict's code, and what it asks the host to be where that is what rules it out: an OS, a level, an architecture. */
  code: VerdictCode.nullable(),
  needs: z.string().nullable(),
  /** The list has it and the server does not. */
  isMissing: z.boolean(),
  source: z.enum(['name', 'manifest', 'image']).nullable(),
  size: z.number().nullable(),
  changedAt: z.number().nullable(),
  inside: z.string().nullable(),
  description: z.string().nullable(),
  /** As far as somebody looked inside. */
  units: z.array(z.string()),
  programs: z.array(z.string()),
});
export type CatalogEntry = Readonly<z.infer<typeof CatalogEntry>>;

/** What is known of the remotes; the entries are asked for on their own, for there may be many. */
export const CatalogState = z.object({
  /** Grows whenever the entries are others. */
  revision: z.number(),
  remotes: z.array(RemoteState),
  /** Whether servers are being asked now. */
  isReading: z.boolean(),
});
export type CatalogState = Readonly<z.infer<typeof CatalogState>>;

export const PredictedRelease = z.object({ release: Release, prediction: Prediction.nullable() });
export type PredictedRelease = Readonly<z.infer<typeof PredictedRelease>>;

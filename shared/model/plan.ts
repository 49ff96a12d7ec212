import { z } from 'zod';
import { MUTABLE_MODES } from '../systemd/classes.ts';
import { Change, InstallImage, MergeAction, NewTransfer, OsName } from './change.ts';
import { Diagnosis } from './diagnosis.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';

/** `--mutable=` of systemd-sysext(8). */
export const MutableMode = z.enum(MUTABLE_MODES);

/** From where a download was fetched; see shared/images/origin.ts. */
const Served = z.object({
  remote: z.string(),
  address: z.string(),
  sha256: z.string().nullable(),
  signedBy: z.string().nullable(),
  signedAt: z.number().nullable(),
});

const VersionedAs = z.object({ version: z.string(), architecture: z.string().nullable() });

/** What a person asks for. */
export const PlanRequest = z.object({
  changes: z.array(Change),
  action: MergeAction,
  /** Classes that `action` is carried out for; empty: those of the changes, else every class that the host uses. */
  classes: z.array(ClassName),
  /** Merge even what does not fit (`--force`). */
  force: z.boolean(),
  /** The person agreed that entries which cannot be masked are moved aside. */
  allowMovingAside: z.boolean(),
  /** Start the services that come, where systemd does not do it by itself. */
  startServices: z.boolean(),
  /** Stop the services whose files go, before they go. */
  stopServices: z.boolean(),
  /** Whether systemd merges the class at boot; null leaves it as it is. */
  atBoot: z.object({ class: ClassName, on: z.boolean() }).nullable(),
  /** A unit of ours that starts the services of extensions at boot where systemd does not; null leaves it as it is. */
  bootRefresh: z.boolean().nullable(),
  /** Whether the helper is installed with polkit actions of its own; null leaves it as it is. */
  helper: z.boolean().nullable(),
  /** Where writes to a merged hierarchy go (`--mutable=`, 256); null leaves it to systemd's configuration. */
  mutable: MutableMode.nullable(),
});
export type PlanRequest = Readonly<z.infer<typeof PlanRequest>>;

const sentence = MessageSchema;

/** One call of an executor. */
export const Step = z.discriminatedUnion('verb', [
  z.object({
    verb: z.enum(['mask', 'unmask']),
    class: ClassName,
    names: z.array(z.string()),
    /** `mask` may move entries aside that are no symlinks. */
    allowMovingAside: z.boolean(),
    sentence,
  }),
  z.object({
    verb: z.enum(['merge', 'unmerge', 'refresh']),
    class: ClassName,
    force: z.boolean(),
    mutable: MutableMode.nullable(),
    sentence,
  }),
  z.object({
    verb: z.literal('install'),
    class: ClassName,
    name: z.string(),
    image: InstallImage,
    /** The store that it goes to: that of the version which it replaces, else the usual one. */
    store: z.string(),
    /** Whether it counts from now on; else it is only stored. */
    current: z.boolean(),
    /** Whether the host keeps the name in a `.v` directory (systemd.v(7)). */
    versioned: z.boolean(),
    /** By which version the image is kept that stands where the link has to be; null where none does. */
    adopts: VersionedAs.nullable(),
    /** null for an image that is a file, and for a version that is in the store. */
    origin: Served.nullable(),
    sentence,
  }),
  z.object({
    verb: z.literal('set-for-os'),
    class: ClassName,
    name: z.string(),
    os: OsName,
    stored: VersionedAs.nullable(),
    sentence,
  }),
  z.object({ verb: z.literal('remove'), class: ClassName, name: z.string(), purge: z.boolean(), sentence }),
  z.object({ verb: z.literal('vacuum'), class: ClassName, name: z.string(), keep: z.number(), sentence }),
  z.object({
    verb: z.literal('update'),
    class: ClassName,
    /** The component of systemd-sysupdate. */
    name: z.string(),
    version: z.string().nullable(),
    /** The image that systemd-sysupdate would put its link over, kept as a version of `name`; null where there is none. */
    adopts: VersionedAs.extend({ name: z.string(), store: z.string() }).nullable(),
    sentence,
  }),
  z.object({ verb: z.enum(['vacuum-transfer', 'remove-transfer']), class: ClassName, name: z.string(), sentence }),
  z.object({
    verb: z.literal('write-transfer'),
    class: ClassName,
    name: z.string(),
    transfer: NewTransfer,
    sentence,
  }),
  z.object({
    verb: z.literal('pin'),
    class: ClassName,
    name: z.string(),
    version: z.string().nullable(),
    held: z.boolean(),
    sentence,
  }),
  z.object({
    verb: z.literal('set-feature'),
    class: ClassName,
    name: z.string(),
    component: z.string(),
    enabled: z.boolean().nullable(),
    sentence,
  }),
  z.object({ verb: z.literal('reload-services'), class: ClassName, sentence }),
  z.object({
    verb: z.literal('restart-units'),
    class: ClassName,
    units: z.array(z.string()),
    stop: z.boolean(),
    sentence,
  }),
  z.object({
    verb: z.enum([
      'enable-at-boot',
      'disable-at-boot',
      'add-boot-refresh-unit',
      'remove-boot-refresh-unit',
      'add-helper',
      'remove-helper',
    ]),
    class: ClassName,
    sentence,
  }),
]);
export type Step = Readonly<z.infer<typeof Step>>;
export type MergeStep = Extract<Step, { verb: 'merge' | 'unmerge' | 'refresh' }>;

/** The layers of a class before and after, lowest first. */
export const MergeOutcome = z.object({
  class: ClassName,
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** Extensions of which it cannot be predicted whether systemd takes them. */
  uncertain: z.array(z.string()),
});
export type MergeOutcome = Readonly<z.infer<typeof MergeOutcome>>;

/** What would be done, computed from the disk as it is. */
export const Plan = z.object({
  request: PlanRequest,
  /** Names the state of the disk that the plan was made for. */
  revision: z.string(),
  steps: z.array(Step),
  outcomes: z.array(MergeOutcome),
  /** Units whose files come or go. */
  unitsGained: z.array(z.string()),
  unitsLost: z.array(z.string()),
  /** What can be done for services beside the merge: starting those that come, stopping those that go. */
  offers: z.object({ start: z.boolean(), stop: z.array(z.string()) }),
  /** What a person should know before. */
  warnings: z.array(Diagnosis),
  /** What stands in the way: while there is any, nothing of it is done. */
  blockers: z.array(Diagnosis),
  /** Entries that must be moved aside, and so need `allowSetAside`. */
  movesAside: z.array(z.string()),
  summary: MessageSchema,
});
export type Plan = Readonly<z.infer<typeof Plan>>;

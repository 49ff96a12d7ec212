import * as z from 'zod';
import { type Step as AnyStep, STEPS } from '../changes/steps.ts';
import { Change, MergeAction } from './change.ts';
import { MAKERS, PARTS } from './change-parts.ts';
import { Diagnosis } from './diagnosis.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';

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
  /**
   * The services that are restarted afterwards, of those that run from files that others take the place of; null for those
   * of which the extension itself says so (EXTENSION_RESTART_UNITS=), where systemd does not do it.
   */
  restartUnits: z.array(z.string().max(255)).max(100).nullable().default(null),
  /** Whether systemd merges the class at boot; null leaves it as it is. */
  atBoot: z.object({ class: ClassName, on: z.boolean() }).nullable(),
  /** A unit of ours that starts the services of extensions at boot where systemd does not; null leaves it as it is. */
  bootRefresh: z.boolean().nullable(),
  /** Whether the helper is installed with polkit actions of its own; null leaves it as it is. */
  helper: z.boolean().nullable(),
  /** Where writes to a merged hierarchy go (`--mutable=`, 256); null leaves it to systemd's configuration. */
  mutable: PARTS.MutableMode.nullable(),
  /** The same for /etc alone; null leaves it to `mutable`. What was kept before it was there has none. */
  mutableEtc: PARTS.MutableMode.nullable().default(null),
  /** What its merges are told besides; null for nothing. What was kept before it was there has none. */
  mergeOptions: PARTS.MergeOptions.nullable().default(null),
});
export type PlanRequest = Readonly<z.infer<typeof PlanRequest>>;

/** One call of an executor. */
export const Step = z.discriminatedUnion(
  'verb',
  Object.entries(STEPS).map(([verb, { fields }]) =>
    z.object({
      verb: z.literal(verb),
      class: ClassName,
      ...fields(MAKERS, PARTS),
      sentence: MessageSchema,
      aroundConfext: z.object({ mutable: PARTS.MutableMode.nullable() }).optional(),
      trial: z.object({ begins: z.boolean() }).optional(),
    }),
  ) as unknown as [z.ZodObject],
) as unknown as z.ZodType<AnyStep, AnyStep>;
export type Step = AnyStep;

/** The layers of a class before and after, lowest first. */
export const MergeOutcome = z.object({
  class: ClassName,
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** Extensions of which it cannot be predicted whether systemd takes them. */
  uncertain: z.array(z.string()),
  /** The versions of those that come, go or change, as far as they are known. What was kept before it was there has none. */
  versions: z.record(z.string(), z.object({ before: z.string().nullable(), after: z.string().nullable() })).default({}),
});
export type MergeOutcome = Readonly<z.infer<typeof MergeOutcome>>;

/** Files of one layer that lie over those of another one. */
export const Overlap = z.object({
  class: ClassName,
  /** The one whose files are seen. */
  winner: z.string(),
  /** null for the system itself. */
  loser: z.string().nullable(),
  files: z.number().int(),
  /** The first of them, with a leading slash. */
  paths: z.array(z.string()),
});
export type Overlap = Readonly<z.infer<typeof Overlap>>;

/** When a plan takes effect: at once, with services or a login anew, with the next start, or nobody can tell. */
export const EffectKind = z.enum(['live', 'service', 'login', 'unknown', 'reboot']);
export type EffectKind = z.infer<typeof EffectKind>;
export const Effect = z.object({ kind: EffectKind, reasons: z.array(MessageSchema) });
export type Effect = Readonly<z.infer<typeof Effect>>;

/** What a plan means for one service. `goes-on`: it runs on with files that are others, or gone, by then. */
export const ServiceEffect = z.object({
  unit: z.string(),
  extension: z.string(),
  class: ClassName,
  what: z.enum(['starts', 'on-demand', 'not-started', 'unknown', 'goes-on', 'restarted', 'stopped']),
  message: MessageSchema,
});
export type ServiceEffect = Readonly<z.infer<typeof ServiceEffect>>;

/** A version that a plan deletes. */
export const DeletedVersion = z.object({ class: ClassName, name: z.string(), version: z.string(), size: z.number() });
export type DeletedVersion = Readonly<z.infer<typeof DeletedVersion>>;

/** How a plan is spoken of. */
export const PlanWords = z.object({
  /** What it does, as the title of a question: `Merge 5 extensions`. */
  title: MessageSchema,
  /** The word on the button: `Merge`. */
  button: MessageSchema,
  /** What was done, at most 60 letters in English: `Merged 5 extensions`. */
  done: MessageSchema,
  /** Whether something is taken away that the plan itself does not bring back. */
  destroys: z.boolean(),
  /** What comes with it, once it is done: `Re-merged system extensions`. */
  effects: z.array(MessageSchema),
});
export type PlanWords = Readonly<z.infer<typeof PlanWords>>;

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
  /** What can be done for services beside the merge: starting those that come, stopping those that go, restarting those that change. */
  offers: z.object({
    start: z.boolean(),
    stop: z.array(z.string()),
    /** `on` as the plan does it. */
    restart: z.array(z.object({ unit: z.string(), on: z.boolean() })),
  }),
  /** What a person should know before. */
  warnings: z.array(Diagnosis),
  /** What stands in the way: while there is any, nothing of it is done. */
  blockers: z.array(Diagnosis),
  /** Entries that must be moved aside, and so need `allowSetAside`. */
  movesAside: z.array(z.string()),
  summary: MessageSchema,
  words: PlanWords,
  /** Files of what comes or changes that lie over others or under them; none where nothing is merged. */
  overlaps: z.array(Overlap),
  /** null where nothing changes in the hierarchies of a running system. */
  effect: Effect.nullable(),
  /** What becomes of the services of what comes, changes or goes; none where nothing runs. */
  services: z.array(ServiceEffect),
  /** Versions that are deleted. */
  deletes: z.array(DeletedVersion),
  /** The stored versions of what is removed, which stay unless they are deleted as well. */
  keeps: z.array(DeletedVersion),
  /** Whether it can be taken back afterwards. */
  canUndo: z.boolean(),
  /** Whether the host can go back by itself after it, unless somebody keeps it: it changes /etc, or what a session depends on. */
  asksToKeep: z.boolean(),
  /** How often who sits at the machine is asked for permission; null where nobody told by whom it is carried out. */
  questions: z.number().int().nullable(),
});
export type Plan = Readonly<z.infer<typeof Plan>>;

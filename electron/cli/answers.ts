/**
 * How every command answers with --json: the only description of it. `docs/json/veneer.schema.json` is made from this, and
 * tests hold the published file and real answers to it. The commands import the types alone: zod would make each start slower.
 */
import * as z from 'zod';
import { DIFFERENCE_KINDS } from '../../shared/declared/differences.ts';
import { EXPORT_FORMATS } from '../../shared/declared/formats.ts';
import { HOST_OUTCOMES } from '../../shared/declared/playbook-outcomes.ts';
import { VENDORS } from '../../shared/images/vendor-store.ts';
import { CatalogEntry, Prediction, Release, Remote, RemoteState } from '../../shared/model/catalog.ts';
import { Change } from '../../shared/model/change.ts';
import { Diagnosis } from '../../shared/model/diagnosis.ts';
import { DoctorItem, DoctorReport } from '../../shared/model/doctor.ts';
import { Extension, ExtensionState, Ignored, ImageForm, MovedAside } from '../../shared/model/extension.ts';
import { FindPart } from '../../shared/model/find.ts';
import { Fleet, FleetExtension, FleetHost, FleetNextOs, FleetRow } from '../../shared/model/fleet.ts';
import { Between, HistoryEntry, HistoryView, MovedExtension } from '../../shared/model/history.ts';
import { ClassName, Hierarchy, Host } from '../../shared/model/host.ts';
import { FetcherOfName, ImageOrigin } from '../../shared/model/inspected-image.ts';
import { DiskInfo, FileContent } from '../../shared/model/inspection.ts';
import { MessageSchema } from '../../shared/model/message.ts';
import { NextOs, NextOsRow } from '../../shared/model/next-os.ts';
import { ErrorReportSchema, Operation } from '../../shared/model/operation.ts';
import { MergeOutcome, Plan, PlanRequest, Step } from '../../shared/model/plan.ts';
import { Attachment, PortableImage, Portables } from '../../shared/model/portable.ts';
import { ServiceReport } from '../../shared/model/service.ts';
import { Elsewhere, Feature, UpdateItem } from '../../shared/model/update.ts';
import { FieldComparison, Verdict, VerdictCode } from '../../shared/model/verdict.ts';
import { MERGE_RULES, type MergeRule } from '../../shared/systemd/merge-failure.ts';

const HostFacts = Host.omit({ executor: true, overSsh: true, sandbox: true, sandboxNote: true });

/** From where an image came; where that is not written down, what fetches such names. */
const PROVENANCE = { origin: ImageOrigin.nullable(), fetchers: z.array(FetcherOfName) };

const MergeFailure = z.object({
  rule: z.enum(Object.keys(MERGE_RULES) as [MergeRule, ...MergeRule[]]),
  entry: z.object({ name: z.string().nullable(), path: z.string() }).nullable(),
  errno: z.string().nullable(),
  prints: z.string(),
  message: MessageSchema,
  nextStep: MessageSchema.nullable(),
});

/** `here` is the host that others are compared with; null where one of the two has it not. */
const FleetDifference = FleetExtension.extend({ there: FleetRow.nullable(), here: FleetRow.nullable() });

const Reasoned = z.object({ name: z.string(), reason: MessageSchema });

/** What a merge of a class would come to as things are. */
const Merge = z.object({
  class: ClassName,
  fails: z.array(MergeFailure),
  exitStatus: z.number(),
  layers: z.array(z.string()),
  leftOut: z.array(Reasoned),
  uncertain: z.array(Reasoned),
});

/** A name that was removed, with the versions that are kept of it, newest first. */
const Stored = z.object({
  name: z.string(),
  class: ClassName,
  state: z.literal('stored'),
  versions: z.array(z.string()),
  /** The folder with its images. */
  path: z.string(),
});

/** A search directory that could not be looked into, so that the answer is not whole. */
const Problem = z.object({ path: z.string(), class: ClassName, message: MessageSchema });

/** What the next refresh takes in and out; a class of which nothing changes is not there. */
const Pending = z.object({ class: ClassName, comes: z.array(z.string()), goes: z.array(z.string()) });

/** What a look inside adds. */
const INSIDE = {
  contents: z.object({ files: z.number(), bytes: z.number(), problem: MessageSchema.nullable() }),
  overlaps: z.array(z.object({ path: z.string(), overrides: z.array(z.string()), hiddenBy: z.array(z.string()) })),
  findings: z.array(Diagnosis),
  disk: DiskInfo.nullable(),
};

const InspectedExtension = Extension.extend({ ...PROVENANCE, ...INSIDE });

const InspectedFile = z.object({
  path: z.string(),
  name: z.string(),
  class: ClassName,
  form: ImageForm,
  compression: z.string().nullable(),
  size: z.number().nullable(),
  verdict: Verdict,
  release: z.record(z.string(), z.string()).nullable(),
  releaseFile: z.string().nullable(),
  units: z.array(z.string()),
  blocksMergeBecause: MessageSchema.nullable(),
  /** What systemd would make of it under its present name; null where it is judged by that. */
  asNamed: z.object({ name: z.string(), verdict: Verdict, blocksMergeBecause: MessageSchema.nullable() }).nullable(),
  /** What is there of its name, with how many files are in both (null: not known); null where nothing is. */
  replaces: z.object({ name: z.string(), version: z.string().nullable(), files: z.number().nullable() }).nullable(),
  ...INSIDE,
});

const ListedEntry = z.object({
  path: z.string(),
  type: z.enum(['file', 'directory', 'symlink', 'char', 'block', 'fifo', 'socket']),
  mode: z.number(),
  uid: z.number(),
  gid: z.number(),
  size: z.number(),
  target: z.string().nullable(),
  xattrs: z.record(z.string(), z.string()),
});

const Conflicts = z.object({
  conflicts: z.array(z.object({ path: z.string(), owners: z.array(z.string()), winner: z.string() })),
  vanishing: z.array(Diagnosis),
  baseKnown: z.boolean(),
  unread: z.array(z.object({ name: z.string(), problem: MessageSchema })),
  problems: z.array(Problem),
});

/** What a report of a fault needs to have of a machine. */
const Report = z.object({
  veneer: z.object({
    version: z.string(),
    runtime: z.string(),
    /** The folder that it runs from. */
    program: z.string(),
    /** The extension that this folder is of. */
    runsFrom: z.object({ class: ClassName, name: z.string() }).nullable(),
  }),
  host: Host.pick({
    root: true,
    osName: true,
    osRelease: true,
    osReleaseProblem: true,
    unseen: true,
    architecture: true,
    systemdVersion: true,
    judgedAs: true,
  }).extend({ kernel: z.string() }),
  executor: Host.shape.executor,
  hierarchies: z.array(Hierarchy),
  /** What systemctl says of the units that merge at boot. */
  atBoot: z.array(z.object({ class: ClassName, unit: z.string(), state: z.string() })),
  /** What makes every merge of a class fail. */
  failures: z.array(z.object({ class: ClassName, message: MessageSchema })),
  extensions: z.array(
    Extension.pick({
      name: true,
      class: true,
      version: true,
      state: true,
      merged: true,
      form: true,
      path: true,
    }).extend({
      verdict: VerdictCode,
      reason: MessageSchema,
    }),
  ),
  /** Extensions that are not listed, because they are too many. */
  more: z.number(),
  pins: z.array(z.object({ class: ClassName, name: z.string(), version: z.string().nullable(), held: z.boolean() })),
  /** Those that are on, without their addresses. */
  remotes: z.array(z.object({ name: z.string(), status: RemoteState.shape.status, error: z.string().nullable() })),
  /** The last problems that nobody expected, oldest first. */
  log: z.array(z.object({ time: z.string(), where: z.string(), message: z.string(), stack: z.array(z.string()) })),
});

/** What of a host is otherwise than a file declares it. */
const Difference = z.object({
  what: z.enum(DIFFERENCE_KINDS),
  class: ClassName.nullable(),
  name: z.string(),
  declared: MessageSchema,
  host: MessageSchema,
});
const COMPARED = { differences: z.array(Difference), unknown: z.array(MessageSchema) };

/** Of `apply --on`: what became of a host, by Ansible. */
const OnHost = z.object({
  host: z.string(),
  outcome: z.enum(HOST_OUTCOMES),
  changes: z.number(),
  task: z.string().nullable(),
  said: z.string().nullable(),
});

/** Of what is kept once it was done; null where there was nothing to do. */
const Done = z.object({ operation: Operation.nullable() });

/** What every answer says first. */
const SCHEMA = { schema: z.literal(1) };

const answerOf = <Shape extends z.ZodRawShape>(shape: Shape) => z.object({ ...SCHEMA, ...shape });

/** Instead of an answer, and in `download` beside the others: what went wrong. */
const Failure = answerOf({ error: ErrorReportSchema });

export const ANSWERS = {
  list: answerOf({
    host: HostFacts,
    extensions: z.array(Extension.extend(PROVENANCE)),
    movedAside: z.array(MovedAside),
    stored: z.array(Stored),
    ignored: z.array(Ignored),
    merges: z.array(Merge),
    problems: z.array(Problem),
  }),
  status: answerOf({
    host: HostFacts,
    hierarchies: z.array(Hierarchy),
    merges: z.array(Merge),
    pending: z.array(Pending),
    problems: z.array(Problem),
  }),
  inspect: z.union([answerOf(InspectedExtension.shape), answerOf(InspectedFile.shape)]),
  why: answerOf({
    name: z.string(),
    class: ClassName,
    state: z.enum([...ExtensionState.options, 'gone']),
    isMerged: z.boolean(),
    merged: MessageSchema,
    reasons: z.array(MessageSchema),
    nextStep: MessageSchema.nullable(),
  }),
  versions: answerOf({
    name: z.string(),
    class: ClassName,
    versions: z.array(
      z.object({
        version: z.string(),
        isStored: z.boolean(),
        isCurrent: z.boolean(),
        isPinned: z.boolean(),
        /** Who keeps it, where that is the OS itself. */
        vendor: z.enum(VENDORS).nullable(),
        remotes: z.array(z.string()),
      }),
    ),
  }),
  ls: answerOf(ListedEntry.shape),
  cat: answerOf(FileContent.shape),
  verify: answerOf({ intact: z.boolean().nullable(), failure: MessageSchema.nullable() }),
  conflicts: answerOf(Conflicts.shape),
  services: answerOf(ServiceReport.shape),
  which: answerOf(FindPart.pick({ files: true, more: true, asked: true, unread: true }).shape),
  published: answerOf({
    images: z.array(
      z.object({
        name: z.string(),
        class: ClassName,
        version: z.string(),
        architecture: z.string().nullable(),
        path: z.string(),
        sha256: z.string(),
      }),
    ),
    notes: z.array(MessageSchema),
    removed: z.array(z.string()),
  }),
  lint: answerOf({
    path: z.string(),
    class: ClassName,
    name: z.string(),
    /** `mend` is what --fix does about it in a folder; null where that is nothing. */
    findings: z.array(Diagnosis.extend({ mend: MessageSchema.nullable() })),
    problem: MessageSchema.nullable(),
    /** What --fix did, in order; `problem` is why not. */
    mended: z.array(z.object({ path: z.string(), what: MessageSchema, problem: MessageSchema.nullable() })),
  }),
  made: answerOf({ path: z.string(), warnings: z.array(MessageSchema) }),
  doctor: answerOf(DoctorReport.shape),
  history: answerOf(HistoryView.shape),
  between: answerOf(Between.pick({ changes: true }).shape),
  report: answerOf(Report.shape),
  export: answerOf({ format: z.enum(EXPORT_FORMATS), text: z.string(), lacks: z.array(MessageSchema) }),
  diff: answerOf(COMPARED),
  apply: z.union([
    answerOf({ ...COMPARED, operations: z.array(Operation) }),
    answerOf({ hosts: z.array(OnHost), lacks: z.array(MessageSchema) }),
  ]),
  plan: z.union([answerOf(Plan.shape), answerOf(NextOs.shape)]),
  search: answerOf({
    extensions: z.array(CatalogEntry.extend({ installed: z.string().nullable(), about: z.string().nullable() })),
  }),
  remotes: answerOf({ remotes: z.array(RemoteState) }),
  remote: answerOf({ remote: RemoteState.nullable() }),
  download: z.union([answerOf({ path: z.string(), release: Release }), Failure.extend({ operand: z.string() })]),
  operation: answerOf(Done.shape),
  update: z.union([answerOf({ updates: z.array(UpdateItem) }), answerOf(Done.shape)]),
  features: z.union([answerOf({ features: z.array(Feature) }), answerOf(Done.shape)]),
  prepare: z.union([answerOf(Plan.shape), answerOf(Done.shape)]),
  portables: answerOf(Portables.shape),
  'portable-change': z.union([answerOf(Plan.shape), answerOf(Done.shape)]),
  fleet: answerOf(Fleet.shape),
  'fleet-differ': answerOf({
    from: z.string(),
    hosts: z.array(z.object({ id: z.string(), differences: z.array(FleetDifference) })),
  }),
  'fleet-plan': answerOf({ hosts: z.array(FleetNextOs) }),
  version: answerOf({ version: z.string() }),
  error: Failure,
} as const;

export type AnswerName = keyof typeof ANSWERS;

type DeepReadonly<T> = T extends object ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> } : T;
type OmitEach<T> = T extends unknown ? Omit<T, 'schema'> : never;

/** What a command has to say, without the number of the schema. */
export type Answer<Name extends AnswerName> = DeepReadonly<OmitEach<z.infer<(typeof ANSWERS)[Name]>>>;

/** What stands in the published schema under a name of its own. */
export const NAMED_MODELS = {
  CatalogEntry,
  Change,
  Conflicts,
  Diagnosis,
  Difference,
  DiskInfo,
  DoctorItem,
  Elsewhere,
  ErrorReport: ErrorReportSchema,
  Extension,
  Feature,
  FieldComparison,
  FleetHost,
  FleetRow,
  Prediction,
  Hierarchy,
  HistoryEntry,
  HostFacts,
  Ignored,
  ListedEntry,
  Merge,
  MergeFailure,
  MergeOutcome,
  NextOsRow,
  Operation,
  Origin: ImageOrigin,
  FetcherOfName,
  PlanRequest,
  PortableAttachment: Attachment,
  PortableImage,
  Release,
  Remote,
  RemoteState,
  MovedAside,
  MovedExtension,
  Step,
  UpdateItem,
  Verdict,
} as const;

/**
 * Everything that a window can ask of the core: the only description of it. Implemented in electron/api/router.ts,
 * called through renderer/bridge.ts. A call may fail with any code of shared/model/errors.ts, carried as error data.
 */
import { eventIterator, oc } from '@orpc/contract';
import * as z from 'zod';
import { EXPORT_FORMATS } from '../declared/formats.ts';
import { CatalogEntry, CatalogState, PredictedRelease, Remote } from '../model/catalog.ts';
import { Change } from '../model/change.ts';
import { DoctorReport } from '../model/doctor.ts';
import { Download, Settled } from '../model/download.ts';
import { ContentsPart } from '../model/extension.ts';
import { FileChanges } from '../model/file-changes.ts';
import { FindPart, FindQuery } from '../model/find.ts';
import {
  Fleet,
  FleetAddition,
  FleetChangeRequest,
  FleetChanging,
  FleetChoice,
  FleetNextOs,
  FleetNextOsRequest,
  FleetPlaybook,
  FleetPlaybookRequest,
  FleetRelease,
} from '../model/fleet.ts';
import { Between, HistoryView } from '../model/history.ts';
import { HostDetails } from '../model/host-details.ts';
import { HostId, KnownHosts } from '../model/hosts.ts';
import { Examined, ExamineRequest, StoredVersion } from '../model/inspected-image.ts';
import { BaseFile, DiskInfo, FileContent, Findings, VerityProgress } from '../model/inspection.ts';
import { Job } from '../model/job.ts';
import { MessageSchema } from '../model/message.ts';
import { NextOs, NextOsPreparation } from '../model/next-os.ts';
import { Notice } from '../model/notice.ts';
import { ErrorReportSchema, Operation } from '../model/operation.ts';
import { Plan, PlanRequest } from '../model/plan.ts';
import { Portables } from '../model/portable.ts';
import { RecipeDraft, RecipeReading, ShippedRecipe } from '../model/recipe-view.ts';
import { ServiceLog, ServiceReport } from '../model/service.ts';
import { Settings } from '../model/settings.ts';
import { Snapshot } from '../model/snapshot.ts';
import { Storage } from '../model/storage.ts';
import { About, Offer, PageError } from '../model/support.ts';
import { SiftedUpdates, UpdateState } from '../model/update.ts';
import { OtherRelease, WhatIf, WhatIfRequest } from '../model/what-if.ts';

/** Of what concerns a host: which one. */
const OnHost = z.object({ host: HostId });
const ExtensionId = OnHost.extend({ id: z.string().max(8192) });
const EntryKey = OnHost.extend({ key: z.string().max(1024) });
const DoctorKey = OnHost.extend({ key: z.string().min(1).max(8192) });
const Paths = z.array(z.string().max(4096)).max(100);
const UpdateKeys = OnHost.extend({ keys: z.array(z.string().max(512)).max(500) });
/** `from` is a remote that a person named instead of where each came from. */
const UpdateChoice = UpdateKeys.extend({ from: z.string().max(255).nullable() });
/** Of the history. */
const EntryId = z.string().min(1).max(200);
const SetName = z.string().max(200);
const DownloadId = z.object({ id: z.string().max(64) });
const procedure = oc.errors({ VENEER: { message: 'A Veneer error, described by its data', data: ErrorReportSchema } });

export const contract = {
  hosts: {
    /** Those that a window can show. */
    list: procedure.output(KnownHosts),
    /** Does not offer a tree any more; what is below it stays as it is. */
    forget: procedure.input(OnHost).output(KnownHosts),
  },
  system: {
    /** The snapshot, then a new one after every change on disk or in the mount table; see shared/window/snapshot-text.ts. */
    watch: procedure.input(OnHost).output(eventIterator(z.string())),
    /** Reads the host again now. */
    reload: procedure.input(OnHost).output(Snapshot),
    /** Layers with what they override, and what happens at boot. */
    details: procedure.input(OnHost).output(HostDetails),
    /** Where the room of the disk goes that extensions are kept on. */
    storage: procedure.input(OnHost).output(Storage),
    /** Releases of the OS that this host may run one day, as far as known; no server is asked. */
    otherReleases: procedure.input(OnHost).output(z.array(OtherRelease)),
    /** Which extensions would fit another release of the OS. */
    whatIf: procedure.input(WhatIfRequest.extend(OnHost.shape)).output(z.array(WhatIf)),
    /** The same with the builds that are published for that release; `ask` has the servers asked what is new. */
    buildsFor: procedure.input(WhatIfRequest.extend({ ...OnHost.shape, ask: z.boolean() })).output(NextOs),
    /** Downloads what is published for that release, and gives what to apply so that it counts there. */
    prepareNextOs: procedure.input(WhatIfRequest.extend(OnHost.shape)).output(NextOsPreparation),
  },
  services: {
    /** How the services of extensions do, then after every change. */
    watch: procedure.input(OnHost).output(eventIterator(ServiceReport)),
    /** Has it read again for whoever watches. */
    look: procedure.input(OnHost).output(z.object({})),
    /** The last lines of the journal on one of them. */
    log: procedure.input(OnHost.extend({ unit: z.string().max(255) })).output(ServiceLog),
  },
  portables: {
    /** The portable services, then after every change of them; read for who watches alone. */
    watch: procedure.input(OnHost).output(eventIterator(Portables)),
  },
  doctor: {
    /** Everything that is wrong with the host, by what is on it and what is known of its remotes and updates; a job. No server is asked. */
    look: procedure.input(OnHost).output(DoctorReport),
    /** Has an item not counted any more, for this person and host; `key` is the item's. */
    silence: procedure.input(DoctorKey.extend({ reason: z.string().max(200) })).output(z.object({})),
    /** The same report as Markdown, in English and with nothing of the person in it, for others to read. */
    report: procedure.input(OnHost).output(z.object({ text: z.string() })),
    unsilence: procedure.input(DoctorKey).output(z.object({})),
  },
  declared: {
    /** What is on the host as a file that makes another one so; its comments are English. See shared/declared/export.ts. */
    export: procedure
      .input(OnHost.extend({ format: z.enum(EXPORT_FORMATS) }))
      .output(z.object({ text: z.string(), lacks: z.array(MessageSchema).readonly() })),
  },
  sets: {
    /** Names for what is enabled, which are the person's and of no host. */
    list: procedure.input(z.object({})).output(z.array(z.string()).readonly()),
    /** Keeps which extensions of the host are enabled, instead of what had that name. */
    save: procedure.input(OnHost.extend({ name: SetName })).output(z.object({})),
    remove: procedure.input(z.object({ name: SetName })).output(z.object({})),
    /** What makes the host so, to be staged; `left` names what no switch makes so. */
    use: procedure
      .input(OnHost.extend({ name: SetName }))
      .output(z.object({ changes: z.array(Change).readonly(), left: z.array(z.string()).readonly() })),
  },
  extensions: {
    /** What stands inside, part by part, with a mark at each file that overrides another. */
    contents: procedure.input(ExtensionId).output(eventIterator(ContentsPart)),
    /** A file among those of all extensions, and whose is seen: the whole answer so far, until all were read. */
    find: procedure.input(FindQuery.extend(OnHost.shape)).output(eventIterator(FindPart)),
    /** What should be known before it is trusted. */
    findings: procedure.input(ExtensionId).output(Findings),
    /** One file inside, as text. */
    file: procedure.input(ExtensionId.extend({ path: z.string().max(8192) })).output(FileContent),
    /** The file of the base system at the path of one of its files. */
    baseFile: procedure.input(ExtensionId.extend({ path: z.string().max(8192) })).output(BaseFile),
    /** Partitions and verity of a disk image; null for anything else. */
    disk: procedure.input(ExtensionId).output(DiskInfo.nullable()),
    /** Checks a dm-verity tree in full; ends with how it came out. */
    verify: procedure.input(ExtensionId).output(eventIterator(VerityProgress)),
    /** The versions of it in its store, newest first; none where it was not installed by version. */
    versions: procedure.input(ExtensionId).output(z.array(StoredVersion)),
  },
  files: {
    /** Looks at a file or folder that is to be installed, and at what installing it would mean. */
    examine: procedure.input(ExamineRequest.extend(OnHost.shape)).output(Examined),
    /** Gives up an image that was sent or packed from a folder; any other path is left alone. */
    discard: procedure.input(z.object({ path: z.string().max(8192) })).output(z.object({})),
  },
  catalog: {
    /** What is known of the remotes, then after every change. */
    watch: procedure.input(OnHost).output(eventIterator(CatalogState)),
    /** A row for each extension of each remote that is on, as it fits the host. */
    entries: procedure.input(OnHost).output(z.array(CatalogEntry)),
    /** Asks the servers, of one remote or of all that are on; what goes wrong is told of each remote. */
    refresh: procedure.input(OnHost.extend({ remote: z.string().nullable() })).output(z.object({})),
    /** All releases of an entry, newest first, with what is known of each. */
    releases: procedure.input(EntryKey).output(z.array(PredictedRelease)),
    /** Looks into some of them before they are downloaded. */
    look: procedure.input(EntryKey.extend({ paths: Paths })).output(z.array(PredictedRelease)),
    /** The same for the best release of many entries; gives their rows as they are then. */
    predict: procedure
      .input(OnHost.extend({ keys: z.array(z.string().max(1024)).max(200) }))
      .output(z.array(CatalogEntry)),
    /** What the publisher of an entry says of it, in its own words; null where it says nothing. */
    describe: procedure.input(z.object({ key: z.string().max(1024) })).output(z.string().nullable()),
    /** Adds a remote, or changes the one of that name. */
    putRemote: procedure.input(OnHost.extend({ remote: Remote, isNew: z.boolean() })).output(Remote),
    removeRemote: procedure.input(z.object({ name: z.string() })).output(z.object({})),
  },
  downloads: {
    /** All of them, then after every change. */
    watch: procedure.output(eventIterator(z.array(Download).readonly())),
    /** Queues releases of an entry; gives their ids. */
    add: procedure.input(EntryKey.extend({ paths: Paths })).output(z.array(z.string()).readonly()),
    pause: procedure.input(DownloadId).output(z.object({})),
    /** Goes on, also after it failed. */
    resume: procedure.input(DownloadId).output(z.object({})),
    /** Ends it and deletes what came. */
    cancel: procedure.input(DownloadId).output(z.object({})),
    /** Answers once none is on its way any more, with how each ended. */
    settled: procedure
      .input(z.object({ ids: z.array(z.string().max(64)).max(500) }))
      .output(z.array(Settled).readonly()),
  },
  updates: {
    /** What is known to be new, then after every look. */
    watch: procedure.input(OnHost).output(eventIterator(UpdateState)),
    /** Looks at what is known again, without asking a server. */
    look: procedure.input(OnHost).output(UpdateState),
    /** Asks the servers what is new. */
    check: procedure.input(OnHost).output(UpdateState),
    /** What the person was not told of yet, of updates and of what another OS dropped; who takes it tells it. */
    takeNotices: procedure.input(OnHost).output(z.array(Notice)),
    /** Starts the downloads that updates need, by `class/name`; gives their ids. */
    download: procedure.input(UpdateChoice).output(z.array(z.string()).readonly()),
    /** What to apply to have them, once their downloads are whole. */
    request: procedure.input(UpdateChoice).output(SiftedUpdates),
    /**
     * What an update would change of the files, by `class/name`: a stored version, or with null the newest; null where that
     * is not here, or nothing is installed.
     */
    fileChanges: procedure
      .input(OnHost.extend({ key: z.string().max(512), version: z.string().max(128).nullable() }))
      .output(FileChanges.nullable()),
  },
  fleet: {
    /** The hosts that are read over SSH as they were read last, then after every change. No host is asked. */
    watch: procedure.output(eventIterator(Fleet)),
    /** Adds hosts; what is there already stays as it is. Gives the ids of what was named, also of what was there. */
    add: procedure.input(FleetAddition).output(z.array(z.string())),
    /** Forgets hosts with what was read of them; nothing on them is touched. */
    remove: procedure.input(FleetChoice).output(z.object({})),
    /** Reads hosts; answers once each was read or failed. A job, which can be cancelled there too. */
    read: procedure.input(FleetChoice).output(Fleet),
    /** Stops reading; what was read so far stays. */
    cancel: procedure.output(z.object({})),
    /** What the hosts run, most of them first: a choice for the upgrade check. */
    releases: procedure.output(z.array(FleetRelease)),
    /** The upgrade check over what was read; no host is asked. */
    nextOs: procedure.input(FleetNextOsRequest).output(z.array(FleetNextOs)),
    /** What makes hosts what is declared, for Ansible; its comments are English. Nothing is run. */
    playbook: procedure.input(FleetPlaybookRequest).output(FleetPlaybook),
    /** Has Ansible make them so, where it is installed. It goes on whoever watches; the job stops it. */
    change: procedure.input(FleetChangeRequest).output(eventIterator(FleetChanging)),
  },
  build: {
    /** The recipes that are shipped. */
    recipes: procedure.output(z.array(ShippedRecipe).readonly()),
    /** A recipe in a file, and the folder that it lies in. */
    open: procedure
      .input(z.object({ path: z.string().max(4096) }))
      .output(z.object({ text: z.string(), folder: z.string() })),
    /** What a recipe would make, or what is wrong with it. No server is asked. */
    read: procedure.input(RecipeDraft).output(RecipeReading),
    /** Starts the job that makes the image; gives its id. */
    start: procedure.input(RecipeDraft).output(z.object({ job: z.string() })),
    /** Answers once it ended, with the path of the image, which `files.discard` gives up. */
    ended: procedure.input(z.object({ job: z.string().max(64) })).output(z.object({ path: z.string() })),
  },
  history: {
    /** What was changed at this host, by Veneer and by others, newest first, also before the last start. */
    list: procedure.input(OnHost).output(HistoryView),
    /** What became otherwise from just after one entry to just after another one, or to now. */
    between: procedure.input(OnHost.extend({ from: EntryId, to: EntryId.nullable() })).output(Between),
  },
  plan: {
    /** What applying would do, without doing it. */
    preview: procedure.input(OnHost.extend({ request: PlanRequest })).output(Plan),
    /** What an install would change of the files of what counts now; null where nothing does, or it is none. */
    fileChanges: procedure.input(OnHost.extend({ change: Change })).output(FileChanges.nullable()),
    /** Carries a previewed plan out, on trial where it says so and somebody is there to be asked; fails with `stale-plan` when the disk changed since. */
    apply: procedure
      .input(OnHost.extend({ request: PlanRequest, revision: z.string(), asks: z.boolean().default(false) }))
      .output(z.object({ operation: z.string() })),
  },
  jobs: {
    /** Everything long that goes on, and what of it ended lately, then after every change. */
    watch: procedure.output(eventIterator(z.array(Job).readonly())),
    list: procedure.output(z.array(Job).readonly()),
    /** Asks one to stop; a download is deleted. */
    cancel: procedure.input(z.object({ id: z.string().max(64) })).output(z.object({ accepted: z.boolean() })),
  },
  operations: {
    /** The operation as it is, then every change of it until it ended. */
    watch: procedure.input(OnHost.extend({ id: z.string() })).output(eventIterator(Operation)),
    /** Asks it to stop before its next step. */
    cancel: procedure.input(OnHost.extend({ id: z.string() })).output(z.object({ accepted: z.boolean() })),
    /** Keeps what goes back by itself, or has it go back at once; `not-found` once it has. */
    decide: procedure.input(OnHost.extend({ id: z.string(), keeps: z.boolean() })).output(Operation),
    /** The running one and the last ones that ended, newest first. */
    list: procedure.input(OnHost).output(z.array(Operation)),
  },
  support: {
    /** What comes from outside the page, as it comes; each goes to one window. */
    offered: procedure.output(eventIterator(Offer)),
    /** Which Veneer this is. */
    about: procedure.output(About),
    /** Everything that a bug report needs, as text. */
    details: procedure.input(OnHost).output(z.object({ text: z.string() })),
    /** Puts an error of the page into the log. */
    log: procedure.input(PageError).output(z.object({})),
  },
  settings: {
    get: procedure.output(Settings),
    set: procedure.input(Settings).output(Settings),
  },
};

export type Contract = typeof contract;

/** Hosts that are read over SSH, and the matrix of what is on them. */
import * as z from 'zod';
import { ExtensionState } from './extension.ts';
import { ClassName } from './host.ts';
import { HostId } from './hosts.ts';
import { MessageSchema } from './message.ts';
import { ErrorReportSchema } from './operation.ts';
import { WhatIf, WhatIfRequest } from './what-if.ts';

/** `[user@]host[:port]`, or a name of the person's OpenSSH config; see `parseDestination`. */
export const FleetHostId = z.string().min(1).max(512);

/** One extension of a host, as its list has it: the entry that counts, else the first of the name. */
export const FleetRow = z.object({
  class: ClassName,
  name: z.string(),
  version: z.string().nullable(),
  state: ExtensionState,
  /** Why it is in this state, where the state alone does not say it; null for what is active or ready. */
  reason: MessageSchema.nullable(),
  /** Bytes of the image; null for a folder. */
  size: z.number().nullable(),
});
export type FleetRow = Readonly<z.infer<typeof FleetRow>>;

/** A host of the fleet, as it was read last. */
export const FleetHost = z.object({
  /** As it was added; unique in the fleet. */
  id: FleetHostId,
  /** As a person calls it. */
  name: z.string(),
  /** Where `ssh` goes for it, where that is known to be another: `user@address:port`, as an inventory has it. */
  address: z.string().nullable(),
  source: z.enum(['ssh-config', 'ansible', 'typed']),
  state: z.enum(['never-read', 'reading', 'read', 'failed']),
  /** When the rows were read, in milliseconds since 1970; null where they never were. Also where the last try failed. */
  readAt: z.number().nullable(),
  /** Why the last try failed; what is told beside it is as of `readAt`. */
  error: ErrorReportSchema.nullable(),
  /** PRETTY_NAME, else NAME, else ID of os-release. */
  os: z.string().nullable(),
  /** systemd's major version. */
  systemd: z.number().int().nullable(),
  /** systemd's spelling. */
  architecture: z.string().nullable(),
  /** What of it could not be read, such as folders of root. */
  notes: z.array(MessageSchema),
  /** By name. */
  rows: z.array(FleetRow),
});
export type FleetHost = Readonly<z.infer<typeof FleetHost>>;

/** A column of the matrix. */
export const FleetExtension = z.object({ class: ClassName, name: z.string() });
export type FleetExtension = Readonly<z.infer<typeof FleetExtension>>;

export const Fleet = z.object({
  hosts: z.array(FleetHost),
  /** Every extension of any host, by name. */
  extensions: z.array(FleetExtension),
});
export type Fleet = Readonly<z.infer<typeof Fleet>>;

/** Hosts to add: one by one as typed, or all that a file or the person's OpenSSH config names. */
export const FleetAddition = z.discriminatedUnion('from', [
  z.object({ from: z.literal('typed'), hosts: z.array(z.string().max(512)).min(1).max(500) }),
  /** All concrete names of `~/.ssh/config`. */
  z.object({ from: z.literal('ssh-config') }),
  /** An Ansible inventory, by its path on this machine. */
  z.object({ from: z.literal('ansible'), path: z.string().min(1).max(4096) }),
]);
export type FleetAddition = Readonly<z.infer<typeof FleetAddition>>;

/** Some hosts, or with null all. */
export const FleetChoice = z.object({ ids: z.array(FleetHostId).max(2000).nullable() });
export type FleetChoice = Readonly<z.infer<typeof FleetChoice>>;

/** What hosts are to be made: what a file declares whose text is given, what a set of the person does, or as another host is. */
export const DeclaredSource = z.discriminatedUnion('from', [
  z.object({ from: z.literal('text'), text: z.string().max(1_048_576) }),
  z.object({ from: z.literal('set'), name: z.string().max(200) }),
  z.object({ from: z.literal('host'), host: HostId }),
]);
export type DeclaredSource = Readonly<z.infer<typeof DeclaredSource>>;

export const FleetPlaybookRequest = FleetChoice.extend({
  source: DeclaredSource,
  /** Whether what is new is merged at once. */
  merge: z.boolean(),
});
export type FleetPlaybookRequest = Readonly<z.infer<typeof FleetPlaybookRequest>>;

/** For `ansible-playbook -i INVENTORY PLAYBOOK`. */
export const FleetPlaybook = z.object({
  playbook: z.string(),
  inventory: z.string(),
  /** What of the source is not done by it. */
  lacks: z.array(MessageSchema).readonly(),
});
export type FleetPlaybook = Readonly<z.infer<typeof FleetPlaybook>>;

export const FleetChangeRequest = FleetPlaybookRequest.extend({
  /** Whether it is only told what would be changed. */
  dryRun: z.boolean(),
});
export type FleetChangeRequest = Readonly<z.infer<typeof FleetChangeRequest>>;

/** Hosts that Ansible changes, as far as it has come. First all are only looked at, and nothing is changed where not all can be. */
export const FleetChanging = z.object({
  /** Of the look, then of the change; in the order in which they came. */
  outcomes: z.array(z.object({ id: FleetHostId, isDone: z.boolean(), message: MessageSchema })).readonly(),
  /** Whether they are of the look. */
  isCheck: z.boolean(),
  isOver: z.boolean(),
  /** Why it did not come to its end; null where it goes on or did. */
  error: ErrorReportSchema.nullable(),
});
export type FleetChanging = Readonly<z.infer<typeof FleetChanging>>;

/** A release of an OS that hosts of the fleet run, as they were read last. */
export const FleetRelease = z.object({
  /** PRETTY_NAME, as far as it has one. */
  title: z.string(),
  /** How many hosts run it. */
  count: z.number().int(),
  ...WhatIfRequest.shape,
});
export type FleetRelease = Readonly<z.infer<typeof FleetRelease>>;

/** The upgrade check: how the extensions of many hosts would fare on another release of the OS; of hosts that were read. */
export const FleetNextOsRequest = FleetChoice.extend(WhatIfRequest.shape);
export type FleetNextOsRequest = Readonly<z.infer<typeof FleetNextOsRequest>>;
export const FleetNextOs = z.object({
  id: FleetHostId,
  readAt: z.number(),
  rows: z.array(WhatIf.omit({ id: true })),
});
export type FleetNextOs = Readonly<z.infer<typeof FleetNextOs>>;

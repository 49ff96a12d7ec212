import * as z from 'zod';
import { MessageSchema } from './message.ts';

/** `local` for this machine, `sandbox`, `root:PATH` for a tree, or `fleet:HOST`; see shared/window/host-id.ts. */
export const HostId = z.string().min(1).max(4200);

/** A host that a window can show. */
export const KnownHost = z.object({
  id: HostId,
  kind: z.enum(['machine', 'sandbox', 'tree', 'fleet']),
  /** Of a tree; null for any other. */
  root: z.string().nullable(),
  /** Of a host of the fleet; null for any other. */
  name: z.string().nullable(),
  /** Why it cannot be opened, in one sentence; null where nothing is known to stand in the way. */
  problem: MessageSchema.nullable(),
});
export type KnownHost = Readonly<z.infer<typeof KnownHost>>;

export const KnownHosts = z.object({
  /** The one that Veneer was started for. */
  first: HostId,
  hosts: z.array(KnownHost),
});
export type KnownHosts = Readonly<z.infer<typeof KnownHosts>>;

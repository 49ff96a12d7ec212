import * as z from 'zod';
import { Extension, Ignored, MovedAside } from './extension.ts';
import { ClassName, Hierarchy, Host } from './host.ts';
import { MessageSchema } from './message.ts';
import { Provenance } from './provenance.ts';

/** A reason why a merge of everything would fail as things are. */
export const HostFailure = z.object({
  class: ClassName,
  /** The place that is to blame; null where it is the host, or the number of extensions. */
  path: z.string().nullable(),
  message: MessageSchema,
  nextStep: MessageSchema.nullable(),
  /** What systemd prints then. */
  prints: z.string(),
});
export type HostFailure = Readonly<z.infer<typeof HostFailure>>;

/** Everything the window mirrors, read in one go. */
export const Snapshot = z.object({
  /** Grows with every reading that found something else than the one before. */
  revision: z.number().int(),
  host: Host,
  hierarchies: z.array(Hierarchy),
  extensions: z.array(Extension),
  movedAside: z.array(MovedAside),
  failures: z.array(HostFailure),
  ignored: z.array(Ignored),
  /** By the id of an extension; none of what nothing is known. */
  provenance: z.record(z.string(), Provenance),
  /** Names the state of each extension by its id: what is asked of one alone has the same answer while it is the same. */
  keys: z.record(z.string(), z.string()),
  /** The same of all layers of a class together, and of what they lie over. */
  layersKeys: z.partialRecord(ClassName, z.string()),
});
export type Snapshot = Readonly<z.infer<typeof Snapshot>>;

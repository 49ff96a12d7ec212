import { z } from 'zod';
import { Extension, SetAside } from './extension.ts';
import { Hierarchy, Host } from './host.ts';

/** Everything the window mirrors, read in one go. */
export const Snapshot = z.object({
  /** Grows with every reading; a client that sees a gap asks again. */
  revision: z.number().int(),
  host: Host,
  hierarchies: z.array(Hierarchy),
  extensions: z.array(Extension),
  setAside: z.array(SetAside),
});
export type Snapshot = Readonly<z.infer<typeof Snapshot>>;

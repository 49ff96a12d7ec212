import * as z from 'zod';
import { Diagnosis } from './diagnosis.ts';
import { Hierarchy, Layer } from './host.ts';

/** What the Host view shows beside the snapshot. */
export const HostDetails = z.object({
  layers: z.array(Layer),
  /** Bytes of each extension that is a folder, by its id; of images the snapshot has them. */
  folderSizes: z.record(z.string(), z.number()),
  /** Whether the merge is done at boot, per service of systemd; `unknown` where no service manager answers. */
  atBoot: z.array(z.object({ unit: z.string(), state: z.string() })),
  /** Whether a merged hierarchy can be written to (`--mutable=`); null where this systemd has no such mode. */
  mutable: z.boolean().nullable(),
  /** Merged over other hierarchies, as `$SYSTEMD_SYSEXT_HIERARCHIES` named them to who merged. */
  elsewhere: z.array(Hierarchy),
  /** What this host lacks of that which extensions need, the worst first; none of a tree or a sandbox. */
  lacks: z.array(Diagnosis),
  /** What is wrong with how it merges, now and at its start, the worst first. */
  wrong: z.array(Diagnosis),
});
export type HostDetails = Readonly<z.infer<typeof HostDetails>>;

import * as z from 'zod';
import { MessageSchema } from './message.ts';

const Paths = z.object({
  count: z.number().int(),
  /** The first of them, with a leading slash. */
  paths: z.array(z.string()).readonly(),
});

/** How the files of an extension below its hierarchies would be others with another image of it; folders are not counted. */
export const FileChanges = z.object({
  added: Paths,
  /** Another kind, size, mode, owner, target of a link, capability or content. */
  changed: Paths,
  removed: Paths,
  /** Alike in all but their content, which was not compared: it takes too long, or cannot be read. */
  unsure: Paths,
  /** Unit files and their drop-ins, by the unit. */
  units: z.object({
    added: z.array(z.string()).readonly(),
    changed: z.array(z.string()).readonly(),
    removed: z.array(z.string()).readonly(),
  }),
  /** Bytes of both images; null for a folder. */
  sizeBefore: z.number().nullable(),
  sizeAfter: z.number().nullable(),
  /** Why nothing is known of the files, and all counts are 0; null where they were compared. */
  problem: MessageSchema.nullable(),
});
export type FileChanges = Readonly<z.infer<typeof FileChanges>>;

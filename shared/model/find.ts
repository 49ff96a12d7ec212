import * as z from 'zod';
import { ContentEntry } from './extension.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';

/** What a person looks for among the files of all extensions. */
export const FindQuery = z.object({
  /** A path from `/` on, a part of one, or a name. */
  text: z.string().max(4096),
  /** Whole names only, with upper and lower case: what `which` asks. Else any part of a path is enough. */
  isExact: z.boolean(),
  /**
   * Names one sitting before the field: folders are looked at once again in each, for what changes inside of them leaves no
   * trace on themselves.
   */
  sitting: z.number(),
  /** So many files at the most. */
  most: z.number().int().min(1).max(10_000),
});
export type FindQuery = Readonly<z.infer<typeof FindQuery>>;

/** What becomes of a file of an extension where several layers have its path. */
export const Standing = z.object({
  /** `seen` is the one that a program opens; `out` is one of an extension that is not laid over anything. */
  is: z.enum(['seen', 'hidden', 'out', 'unknown']),
  /** The extension that hides it. */
  by: z.string().nullable(),
  /** What it hides: extensions, and `base`. */
  over: z.array(z.string()),
});
export type Standing = Readonly<z.infer<typeof Standing>>;

/** One file of one extension. */
export const FoundFile = z.object({
  /** From `/` on, as programs open it. */
  path: z.string(),
  type: ContentEntry.shape.type,
  /** Of the extension. */
  id: z.string(),
  extension: z.string(),
  class: ClassName,
  /** In what is merged. */
  now: Standing,
  /** In what a merge would come to, once nothing stops it. */
  next: Standing,
});
export type FoundFile = Readonly<z.infer<typeof FoundFile>>;

/** What was found so far, as a whole; the last part is of all extensions that can be read. */
export const FindPart = z.object({
  /** The best match first; of one path the one that is seen before the others. */
  files: z.array(FoundFile),
  /** Every extension with a file that is called so, or begins so; of a part of a path, each with a file that has it. */
  extensions: z.array(z.string()),
  /** Whether there are more than were asked for. */
  more: z.boolean(),
  /** The paths that the text itself can mean, and whether the base has them; null where a merge hides that. */
  asked: z.array(z.object({ path: z.string(), base: z.boolean().nullable() })),
  /** Extensions whose files are known by now, and how many there are. */
  read: z.number(),
  total: z.number(),
  /** Those whose files are not known, or not all: what they bring cannot be told. */
  unread: z.array(z.object({ id: z.string(), name: z.string(), class: ClassName, problem: MessageSchema })),
});
export type FindPart = Readonly<z.infer<typeof FindPart>>;

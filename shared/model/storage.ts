import * as z from 'zod';
import { ClassName } from './host.ts';

/** Where the room of the file system with the store goes. All in bytes. */
export const Storage = z.object({
  /** Where versions are kept, without the root. */
  store: z.string(),
  /** Of the whole file system, and what of it an ordinary program can still take. */
  total: z.number(),
  free: z.number(),
  /** Images that extensions are read from, wherever they lie on it; folders are not counted. */
  inUse: z.number(),
  /** Versions that are stored and not current. */
  old: z.object({ bytes: z.number(), versions: z.number() }),
  /** What of those goes where old versions are deleted, by name, and its bytes. */
  deletable: z.array(z.object({ class: ClassName, name: z.string(), versions: z.number(), bytes: z.number() })),
  /** What was downloaded and is not installed yet; `here` where it lies on the same file system. */
  downloads: z.object({ bytes: z.number(), here: z.boolean() }),
});
export type Storage = Readonly<z.infer<typeof Storage>>;

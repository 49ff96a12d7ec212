import { z } from 'zod';
import { ImageForm } from './extension.ts';
import { ClassName } from './host.ts';
import { Verdict } from './verdict.ts';

/** An image file that is to be installed, as it was looked at. */
export const Candidate = z.object({
  path: z.string(),
  class: ClassName,
  name: z.string(),
  /** The file's own name where the release file wants another one; null where they agree. */
  renamedFrom: z.string().nullable(),
  version: z.string(),
  /** For the name of the stored file; null where the image fits any. */
  architecture: z.string().nullable(),
  sha256: z.string(),
  /** Bytes. */
  size: z.number(),
  form: ImageForm,
  verdict: Verdict,
  units: z.array(z.string()),
  blocksMergeBecause: z.string().nullable(),
});
export type Candidate = Readonly<z.infer<typeof Candidate>>;

/** A file to look at, and what the person wants otherwise than the file says. */
export const ExamineRequest = z.object({
  path: z.string().min(1).max(4096),
  class: ClassName.nullable(),
  name: z.string().max(255).nullable(),
  version: z.string().max(128).nullable(),
});
export type ExamineRequest = Readonly<z.infer<typeof ExamineRequest>>;

/** A version in a store. */
export const StoredVersion = z.object({
  version: z.string(),
  architecture: z.string().nullable(),
  isCurrent: z.boolean(),
  place: z.enum(['kept', 'until-reboot']),
});
export type StoredVersion = Readonly<z.infer<typeof StoredVersion>>;

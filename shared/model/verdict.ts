import * as z from 'zod';
import { MessageSchema } from './message.ts';

/**
 * Why systemd would merge an extension, leave it out, or cannot be predicted.
 * The first four are compatible, `not-readable-yet` and below are unknown, the rest incompatible.
 */
export const VerdictCode = z.enum([
  'any-os',
  'level-matches',
  'version-matches',
  'rolling-release',
  'no-release-file',
  'release-file-ambiguous',
  'release-file-invalid',
  'os-release',
  'blocks-merge',
  'scope',
  'architecture',
  'id-missing',
  'id',
  'level',
  'version-missing',
  'version',
  'not-an-image',
  'image-broken',
  'not-readable-yet',
  'permission',
  'host-unknown',
  'xattr-unknown',
  'not-downloaded',
]);
export type VerdictCode = z.infer<typeof VerdictCode>;

/** One row of the table host | extension | result, for a field that systemd compares. */
export const FieldComparison = z.object({
  field: z.string(),
  host: z.string().nullable(),
  extension: z.string().nullable(),
  /** `default` and `any` fit; `missing` and `differs` do not; `not-compared` was not reached or needs no comparison. */
  result: z.enum(['equal', 'differs', 'default', 'any', 'missing', 'not-compared']),
});
export type FieldComparison = Readonly<z.infer<typeof FieldComparison>>;

/** What systemd would do with an extension on a host. `compatible` is null where we cannot know. */
export const Verdict = z.object({
  compatible: z.boolean().nullable(),
  code: VerdictCode,
  /** A sentence for a person. */
  message: MessageSchema,
  fields: z.array(FieldComparison),
});
export type Verdict = Readonly<z.infer<typeof Verdict>>;

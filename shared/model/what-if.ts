import * as z from 'zod';
import { RELEASE_FIELDS } from '../systemd/release-fields.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';
import { Verdict } from './verdict.ts';

/** A release of an OS that is not the one that runs. */
export const WhatIfRequest = z.object({
  /** Fields of os-release that replace the host's; an empty text unsets a field. */
  fields: z.record(z.enum(RELEASE_FIELDS), z.string().max(256).optional()),
  /** By whose rules; null for those of the host. */
  systemdVersion: z.number().int().min(1).max(9999).nullable().default(null),
});
export type WhatIfRequest = Readonly<z.infer<typeof WhatIfRequest>>;

/** How one extension would fare. */
export const WhatIf = z.object({
  id: z.string(),
  name: z.string(),
  class: ClassName,
  outcome: z.enum(['stays', 'drops-out', 'comes-in', 'stays-out', 'unknown']),
  /** It stays out because it is disabled; the verdict tells whether it would fit. */
  disabled: z.boolean(),
  verdict: Verdict,
});
export type WhatIf = Readonly<z.infer<typeof WhatIf>>;

/** A release that this host may run one day, as far as anything known here tells of one. */
export const OtherRelease = z.object({
  /** As a person reads it. */
  title: MessageSchema,
  /**
   * `staged`, `newer` and `older` are deployed here, `published` has builds at a remote, `next` follows in the numbering of this
   * OS, `built-for` is what an extension here was built for.
   */
  from: z.enum(['staged', 'newer', 'older', 'published', 'next', 'built-for']),
  /** From where it is known. */
  why: MessageSchema,
  ...WhatIfRequest.shape,
  /** The one that runs next, as far as can be told; at most one of all. */
  isNext: z.boolean(),
});
export type OtherRelease = Readonly<z.infer<typeof OtherRelease>>;

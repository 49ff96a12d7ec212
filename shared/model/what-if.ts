import { z } from 'zod';
import { ClassName } from './host.ts';
import { Verdict } from './verdict.ts';

/** Fields of os-release that replace the host's; an empty text unsets a field. */
export const WhatIfRequest = z.object({
  fields: z.record(
    z.enum(['ID', 'ID_LIKE', 'VERSION_ID', 'SYSEXT_LEVEL', 'CONFEXT_LEVEL']),
    z.string().max(256).optional(),
  ),
});
export type WhatIfRequest = Readonly<z.infer<typeof WhatIfRequest>>;

/** How one extension would fare. */
export const WhatIf = z.object({
  id: z.string(),
  name: z.string(),
  class: ClassName,
  outcome: z.enum(['stays', 'drops-out', 'comes-in', 'stays-out', 'unknown']),
  verdict: Verdict,
});
export type WhatIf = Readonly<z.infer<typeof WhatIf>>;

/** How the extensions would fare on another release of the OS. */
import { type HostRelease, judge } from '../../shared/compatibility.ts';
import type { WhatIf, WhatIfRequest } from '../../shared/model/what-if.ts';
import type { System } from '../extensions/system.ts';

/** Judges every extension that counts again, against the host with some fields replaced. */
export function whatIf({ release: host, extensions }: System, { fields }: WhatIfRequest): WhatIf[] {
  const changed = new Map(host.fields);
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (value === '') changed.delete(key);
    else changed.set(key, value);
  }
  const other: HostRelease = { ...host, fields: changed };
  return extensions
    .filter((one) => one.listed && !one.masks)
    .map((extension) => {
      const { id, name, class: extensionClass, release } = extension;
      const comparable = release !== null && extension.blocksMergeBecause === null;
      const verdict = comparable ? judge(new Map(Object.entries(release)), other, extensionClass) : extension.verdict;
      return {
        id,
        name,
        class: extensionClass,
        verdict,
        outcome: outcomeOf(extension.verdict.compatible, verdict.compatible),
      };
    });
}

function outcomeOf(now: boolean | null, then: boolean | null): WhatIf['outcome'] {
  if (now === null || then === null) return 'unknown';
  if (now) return then ? 'stays' : 'drops-out';
  return then ? 'comes-in' : 'stays-out';
}

/** How the extensions would fare on another release of the OS. */

import { joinTexts, messageOf } from '../../shared/messages/message.ts';
import { byName } from '../../shared/model/by-name.ts';
import type { WhatIf, WhatIfRequest } from '../../shared/model/what-if.ts';
import { CLASSES, rulesFor } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { type MergePrediction, predictMerge } from '../../shared/systemd/merge.ts';
import type { System } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';
import { newFailures } from '../operations/predict.ts';

/** The host with the fields and the rules of another release. */
export function onRelease({ release: host }: System, { fields, systemdVersion }: WhatIfRequest): HostRelease {
  const changed = new Map(host.fields);
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (value === '') changed.delete(key);
    else changed.set(key, value);
  }
  const rules = systemdVersion === null ? host.rules : rulesFor(systemdVersion);
  return { ...host, fields: changed, rules, problem: null };
}

/** Predicts the merge of every class again on another release, and judges what is disabled as if it were alone. By name. */
export function whatIf(system: System, request: WhatIfRequest): WhatIf[] {
  const other = onRelease(system, request);
  return [...predictOn(system, other), ...judgeDisabled(system, other)].sort(byName);
}

function judgeDisabled({ extensions, entries, merge }: System, host: HostRelease): WhatIf[] {
  return extensions
    .filter(({ masked }) => masked)
    .map((extension) => {
      const { id, name, class: extensionClass } = extension;
      const [entry, context] = [entries.get(id), merge[extensionClass]];
      const judged =
        entry && context
          ? predictMerge([entry], { ...context, host, undiscovered: [] }).entries.get(entry.path)
          : undefined;
      const verdict = judged?.verdict ?? extension.verdict;
      return { id, name, class: extensionClass, outcome: 'stays-out', disabled: true, verdict };
    });
}

/** Predicts the merge of every class on another release of the OS. */
export function predictOn(system: System, other: HostRelease): WhatIf[] {
  const { extensions, entries } = system;
  return CLASSES.flatMap((extensionClass): WhatIf[] => {
    const mine = extensions.filter((one) => one.class === extensionClass && one.listed);
    if (mine.length === 0) return [];
    const merge = mergeFor(system, extensionClass);
    const listed = mine.flatMap((one) => entries.get(one.id) ?? []);
    const now = predictMerge(listed, merge);
    const then = predictMerge(listed, { ...merge, host: other });
    // What stops every merge today as well says nothing of the other release.
    const failure = newFailures(system, extensionClass, then)[0];
    const comesIn = (prediction: MergePrediction, path: string) => prediction.entries.get(path)?.taken === true;
    return mine
      .filter((one) => !one.masks)
      .map((extension) => {
        const { id, name, path } = extension;
        const judged = then.entries.get(path)?.verdict ?? extension.verdict;
        const isCertain = [now, then].every(({ uncertain }) => !uncertain.some((one) => one.name === name));
        const outcome = outcomeOf(comesIn(now, path), failure === undefined && comesIn(then, path));
        const verdict =
          failure === undefined || judged.compatible !== true
            ? judged
            : {
                ...judged,
                message: messageOf('common.it-fits-but-every-merge-fails', {
                  failure:
                    failure.entry === null ? failure.message : joinTexts([failure.entry.path, failure.message], ' '),
                }),
              };
        return { id, name, class: extensionClass, verdict, disabled: false, outcome: isCertain ? outcome : 'unknown' };
      });
  });
}

function outcomeOf(now: boolean, then: boolean): WhatIf['outcome'] {
  if (now) return then ? 'stays' : 'drops-out';
  return then ? 'comes-in' : 'stays-out';
}

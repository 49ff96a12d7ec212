/** How the extensions would fare on another release of the OS. */

import { joinTexts, messageOf } from '../../shared/messages/message.ts';
import type { WhatIf, WhatIfRequest } from '../../shared/model/what-if.ts';
import { CLASSES } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { type MergePrediction, predictMerge } from '../../shared/systemd/merge.ts';
import type { System } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';
import { newFailures } from '../operations/predict.ts';

/** Predicts the merge of every class again, with some fields of the host replaced. */
export function whatIf(system: System, { fields }: WhatIfRequest): WhatIf[] {
  const { release: host } = system;
  const changed = new Map(host.fields);
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (value === '') changed.delete(key);
    else changed.set(key, value);
  }
  return predictOn(system, { ...host, fields: changed, problem: null });
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
        return { id, name, class: extensionClass, verdict, outcome: isCertain ? outcome : 'unknown' };
      });
  });
}

function outcomeOf(now: boolean, then: boolean): WhatIf['outcome'] {
  if (now) return then ? 'stays' : 'drops-out';
  return then ? 'comes-in' : 'stays-out';
}

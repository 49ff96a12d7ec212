/** What a merge would spoil, by the rules beside this, the worst first. A new rule is a file and a line here. */
import { messageOf } from '../../messages/message.ts';
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { Rule } from '../rule.ts';
import { extensionOf, insideOf } from '../subject.ts';
import { worstFirst } from '../worst-first.ts';
import { baseUnknown } from './base-unknown.ts';
import { bootServices } from './boot-services.ts';
import { caches } from './caches.ts';
import { confextInside } from './confext-inside.ts';
import { etcReadOnly } from './etc-read-only.ts';
import type { MergeFacts } from './facts.ts';
import { folderRights } from './folder-rights.ts';
import { foreignMachine } from './foreign-machine.ts';
import { kernelFormat } from './kernel-format.ts';
import { markers } from './markers.ts';
import { mountsBelow } from './mounts-below.ts';
import { notLookedThrough } from './not-looked-through.ts';
import { releaseFields } from './release-fields.ts';
import { replaced } from './replaced.ts';

export const RULES_OF_MERGE = [
  replaced,
  markers,
  folderRights,
  mountsBelow,
  kernelFormat,
  foreignMachine,
  caches,
  bootServices,
  releaseFields,
  etcReadOnly,
  confextInside,
  baseUnknown,
  notLookedThrough,
] as const;

export type IdOfMerge = (typeof RULES_OF_MERGE)[number]['ids'][number];

/** By which something of a lower layer is not to be seen any more. */
export const VANISHING: ReadonlySet<string> = new Set([...replaced.ids, ...markers.ids]);

export function diagnoseMerge(facts: MergeFacts): Diagnosis[] {
  const rules: readonly Rule<MergeFacts>[] = RULES_OF_MERGE;
  return worstFirst(rules.flatMap((one) => boundFound(worstFirst([...one.find(facts)].sort(byPath)))));
}

function byPath(a: Diagnosis, b: Diagnosis): number {
  const [one, other] = [insideOf(a.subject), insideOf(b.subject)];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** At most this many of one kind are told of one extension. */
const MOST_OF_A_KIND = 10;

/** Keeps the first of each kind of each extension, and says at the last of them how many more there are. */
export function boundFound(found: readonly Diagnosis[]): Diagnosis[] {
  const counts = new Map<string, number>();
  const keyOf = ({ id, subject }: Diagnosis) => `${id} ${extensionOf(subject) ?? ''}`;
  for (const one of found) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  const told = new Map<string, number>();
  return found.flatMap((one): Diagnosis[] => {
    const at = (told.get(keyOf(one)) ?? 0) + 1;
    told.set(keyOf(one), at);
    const more = (counts.get(keyOf(one)) ?? 0) - MOST_OF_A_KIND;
    if (at > MOST_OF_A_KIND) return [];
    if (at < MOST_OF_A_KIND || more <= 0) return [one];
    return [{ ...one, message: messageOf('extension.there-are-more-like-this', { what: one.message, count: more }) }];
  });
}

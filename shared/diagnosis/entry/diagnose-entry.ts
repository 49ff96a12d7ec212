/** What is wrong with one entry of a search directory, beyond its verdict. A new rule is a file and a line here. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import type { Rule } from '../rule.ts';
import { ambiguous } from './ambiguous.ts';
import { blocksMerge } from './blocks-merge.ts';
import type { EntryFacts } from './facts.ts';
import { maskWithoutTarget } from './mask-without-target.ts';
import { notAnEntry } from './not-an-entry.ts';
import { nullLink } from './null-link.ts';

export const RULES_OF_ENTRY = [ambiguous, nullLink, notAnEntry, blocksMerge, maskWithoutTarget] as const;

/** What is found of an entry that systemd does not see as one, wherever it stands: it hides nothing and masks nothing. */
export const NOT_SEEN: ReadonlySet<string> = new Set([...nullLink.ids, ...notAnEntry.ids]);

export function diagnoseEntry(facts: EntryFacts): Diagnosis[] {
  const rules: readonly Rule<EntryFacts>[] = RULES_OF_ENTRY;
  return rules.flatMap((one) => one.find(facts));
}

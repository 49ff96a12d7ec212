/** Looks whether a plan came true, by the host as it is afterwards. */

import { isMergeStep } from '../../shared/changes/merge.ts';
import { type Message, type MessageId, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import type { MergeOutcome, Plan } from '../../shared/model/plan.ts';
import { mergedSentence, nextStepFor, readWords } from '../../shared/systemd/words.ts';

/** What is looked at of the host as it is afterwards. */
export interface Afterwards {
  readonly facts: { readonly root: string };
  readonly hierarchies: readonly Hierarchy[];
  readonly extensions: readonly Pick<Extension, 'name' | 'path' | 'realPath' | 'listed'>[];
}

type Predicted = Omit<MergeOutcome, 'versions'>;

/**
 * Compares what is merged now with what the plan predicted.
 *
 * @param said what the programs that merged said, one text a step; they ended with success
 * @returns what is different, or null where all is as planned; a name whose verdict was unknown may go either way
 */
export function verifyOutcome(
  system: Afterwards,
  { outcomes, steps }: Pick<Plan, 'steps'> & { readonly outcomes: readonly Predicted[] },
  said: readonly string[],
): VeneerError | null {
  for (const outcome of outcomes) {
    const { class: extensionClass, after, uncertain } = outcome;
    const acted = steps.some(
      (step) =>
        (step.class === extensionClass && isMergeStep(step)) ||
        (extensionClass === 'confext' && step.aroundConfext !== undefined),
    );
    if (!acted) continue;
    const hierarchies = system.hierarchies.filter((one) => one.class === extensionClass);
    const now = new Set(hierarchies.filter((one) => one.merged).flatMap((one) => one.extensions));
    const absent = after.filter((name) => !now.has(name) && !uncertain.includes(name));
    const extra = [...now].filter((name) => !after.includes(name) && !uncertain.includes(name));
    if (absent.length === 0 && extra.length === 0) continue;
    const parts = [
      messageFor(absent, 'change.not-merged-one', 'change.not-merged-several'),
      messageFor(extra, 'change.merged-one', 'change.merged-several'),
    ].filter((part) => part !== null);
    const words = readWords(said.join('\n'));
    const [one, other] = parts;
    const what =
      one === undefined || other === undefined ? (one ?? '') : messageOf('change.one-and-other', { one, other });
    const left = mergedSentence(null, hierarchies);
    return new VeneerError(
      'systemd-failed',
      words.reason === null
        ? messageOf('change.systemd-reported-success-but', { what, left })
        : messageOf('change.systemd-said-but', { words: words.reason, what, left }),
      {
        nextStep: words.reason === null ? nextStepOf(system, outcome, absent) : nextStepFor(words),
        ...(said.length > 0 ? { detail: said.join('\n') } : {}),
      },
    );
  }
  return null;
}

type Told<Count extends string> = Extract<MessageId, `change.${'not-' | ''}merged-${Count}`>;

function messageFor(names: readonly string[], one: Told<'one'>, several: Told<'several'>): Message | null {
  if (names.length === 0) return null;
  return messageOf(names.length === 1 ? one : several, { names: names.join(', ') });
}

/** Only where systemd said nothing and all was certain is Veneer at odds with it. */
function nextStepOf(system: Afterwards, { uncertain }: Predicted, absent: readonly string[]): Message {
  const links = system.facts.root === '/' ? [] : absent.filter((name) => isLink(system, name));
  if (links.length > 0) {
    return messageOf('change.below-root-of-its-own-this', { names: links.join(', ') });
  }
  if (uncertain.length > 0) {
    return messageOf('change.it-could-not-be-predicted-what', { names: uncertain.join(', ') });
  }
  return messageOf('change.please-report-this-veneer-judged-extension');
}

function isLink({ extensions }: Afterwards, name: string): boolean {
  return extensions.some(
    ({ name: ofEntry, path, realPath, listed }) =>
      ofEntry === name && listed && realPath !== path && !path.endsWith('.v'),
  );
}

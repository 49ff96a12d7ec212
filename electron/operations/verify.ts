/** Looks whether a plan came true, by the host as it is afterwards. */
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

/**
 * Compares what is merged now with what the plan foretold.
 *
 * @param said what the programs that merged said, one text a step; they ended with success
 * @returns what is different, or null where all is as planned; a name whose verdict was unknown may go either way
 */
export function verifyOutcome(
  system: Afterwards,
  { outcomes, steps }: Pick<Plan, 'outcomes' | 'steps'>,
  said: readonly string[],
): VeneerError | null {
  for (const outcome of outcomes) {
    const { class: extensionClass, after, uncertain } = outcome;
    const acted = steps.some(
      ({ verb, class: ofStep }) =>
        ofStep === extensionClass && (verb === 'merge' || verb === 'unmerge' || verb === 'refresh'),
    );
    if (!acted) continue;
    const hierarchies = system.hierarchies.filter((one) => one.class === extensionClass);
    const now = new Set(hierarchies.filter((one) => one.merged).flatMap((one) => one.extensions));
    const absent = after.filter((name) => !now.has(name) && !uncertain.includes(name));
    const extra = [...now].filter((name) => !after.includes(name) && !uncertain.includes(name));
    if (absent.length === 0 && extra.length === 0) continue;
    const parts = [
      told(absent, 'is not merged although it should be', 'are not merged although they should be'),
      told(extra, 'is merged although it should not be', 'are merged although they should not be'),
    ].filter((part) => part !== null);
    const words = readWords(said.join('\n'));
    const how = words.reason === null ? 'systemd reported success' : `systemd said “${words.reason}”`;
    return new VeneerError(
      'systemd-failed',
      `${how}, but ${parts.join(', and ')}. ${mergedSentence(null, hierarchies)}`,
      {
        nextStep: words.reason === null ? nextStepOf(system, outcome, absent) : nextStepFor(words),
        ...(said.length > 0 ? { detail: said.join('\n') } : {}),
      },
    );
  }
  return null;
}

function told(names: readonly string[], one: string, several: string): string | null {
  if (names.length === 0) return null;
  return `${names.join(', ')} ${names.length === 1 ? one : several}`;
}

/** Only where systemd said nothing and all was certain is Veneer at odds with it. */
function nextStepOf(system: Afterwards, { uncertain }: MergeOutcome, absent: readonly string[]): string {
  const links = system.facts.root === '/' ? [] : absent.filter((name) => isLink(system, name));
  if (links.length > 0) {
    return `Below a root of its own, this systemd does not follow symlinks: put the image or the folder itself in place of ${links.join(', ')}.`;
  }
  if (uncertain.length > 0) {
    return `It could not be foretold what systemd makes of ${uncertain.join(', ')}: mask that and try again.`;
  }
  return 'Please report this: Veneer judged an extension otherwise than systemd.';
}

function isLink({ extensions }: Afterwards, name: string): boolean {
  return extensions.some(
    ({ name: ofEntry, path, realPath, listed }) =>
      ofEntry === name && listed && realPath !== path && !path.endsWith('.v'),
  );
}

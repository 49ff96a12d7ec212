/** Looks whether a plan came true, by the host as it is afterwards. */
import { VeneerError } from '../../shared/errors.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';

/**
 * Compares what is merged now with what the plan foretold.
 *
 * @returns what is different, or null where all is as planned; a name whose verdict was unknown may go either way
 */
export function verifyOutcome(system: System, { outcomes, steps }: Plan): VeneerError | null {
  for (const { class: extensionClass, after, uncertain } of outcomes) {
    const acted = steps.some(
      ({ verb, class: ofStep }) =>
        ofStep === extensionClass && (verb === 'merge' || verb === 'unmerge' || verb === 'refresh'),
    );
    if (!acted) continue;
    const now = new Set(
      system.hierarchies.filter((one) => one.class === extensionClass && one.merged).flatMap((one) => one.extensions),
    );
    const absent = after.filter((name) => !now.has(name) && !uncertain.includes(name));
    const extra = [...now].filter((name) => !after.includes(name) && !uncertain.includes(name));
    if (absent.length === 0 && extra.length === 0) continue;
    const parts = [
      absent.length > 0 ? `${absent.join(', ')} is not merged although it should be` : '',
      extra.length > 0 ? `${extra.join(', ')} is merged although it should not be` : '',
    ].filter((part) => part !== '');
    return new VeneerError('systemd-failed', `systemd reported success, but ${parts.join(', and ')}.`, {
      nextStep: 'Please report this: Veneer judged an extension otherwise than systemd.',
    });
  }
  return null;
}

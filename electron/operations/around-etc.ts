/** Steps that write below /etc while configuration extensions are merged over it, read-only: they are taken out meanwhile. */
import type { AroundConfext } from '../../shared/changes/row.ts';
import { writesEtc } from '../../shared/changes/steps.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Step } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';

/** Whether what is merged over /etc keeps everybody from writing there. */
export function coversEtc({ hierarchies }: Pick<System, 'hierarchies'>): boolean {
  return hierarchies.some((one) => one.class === 'confext' && one.merged && !one.writable);
}

/** Whether a step writes below /etc on this host: what is decided there, or the link of an extension that stands there. */
export function writesHere({ extensions }: Pick<System, 'extensions'>, step: Step): boolean {
  const name = 'name' in step ? step.name : null;
  // With all versions of a name its mask goes as well.
  const takesMask = 'purge' in step && step.purge;
  const entries = extensions.filter(
    (one) => one.class === step.class && one.name === name && (takesMask || !one.masks),
  );
  return writesEtc(
    step,
    entries.some(({ path }) => path.startsWith('/etc/')),
  );
}

/** The same steps, with those around which configuration extensions are taken out and merged again. */
export function openingEtc(system: System, steps: readonly Step[], how: AroundConfext): Step[] {
  return steps.map((step) =>
    writesHere(system, step)
      ? { ...step, aroundConfext: how, sentence: messageOf('change.around-etc', { step: step.sentence }) }
      : step,
  );
}

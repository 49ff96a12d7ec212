/** Merging, merging again, and taking out what is merged. */
import { joinTexts, type Message, messageOf } from '../messages/message.ts';
import type { ExtensionClass, MutableMode } from '../systemd/classes.ts';
import { isWithoutOptions, type MergeOptions, NO_MERGE_OPTIONS, wordsOfOptions } from '../systemd/merge-options.ts';
import { everyTime, keptAction, verbsOf } from './action.ts';
import { KEEPING } from './keep.ts';
import type { HelperCall, Parts, StepOf, Zod } from './row.ts';
import { SERVICES } from './services.ts';
import { type Wording, wordingOf } from './wording.ts';

/** What goes with a merge that is asked for by itself. */
const WITH_MERGE = [...SERVICES, ...KEEPING];

const UNMERGE_ACTIONS = {
  unmerge: keptAction(
    'take everything out that is merged',
    'Unmerge system extensions',
    'take system extensions out of this system',
    WITH_MERGE,
  ),
};

const REFRESH_ACTIONS = {
  refresh: keptAction(
    'merge again what is there and fits',
    'Merge system extensions again',
    'merge system extensions again',
    WITH_MERGE,
  ),
};

export const MERGE_ACTIONS = {
  merge: keptAction(
    'merge what is there and fits',
    'Merge system extensions',
    'merge system extensions into this system',
    WITH_MERGE,
  ),
  ...UNMERGE_ACTIONS,
  ...REFRESH_ACTIONS,
  'merge-force': everyTime(
    'merge what is there although systemd says that it does not fit',
    'Merge system extensions that do not fit',
    'merge system extensions that are not made for this system',
  ),
  'refresh-force': everyTime(
    'merge it again although systemd says that it does not fit',
    'Merge system extensions again, with those that do not fit',
    'merge system extensions that are not made for this system',
  ),
  'merge-policy': everyTime(
    'merge what is there by another image policy than the one of this host, also where systemd says that it does not fit',
    'Merge system extensions by another image policy',
    'merge system extensions by other rules than those of this system',
  ),
  'refresh-policy': everyTime(
    'merge it again by another image policy than the one of this host, also where systemd says that it does not fit',
    'Merge system extensions again by another image policy',
    'merge system extensions by other rules than those of this system',
  ),
};

/** With what writes below /etc: configuration extensions that lie over it are taken out meanwhile, and merged again. */
export const AROUND_CONFEXT = verbsOf(REFRESH_ACTIONS);
/** After what comes, and after what may go (an undo takes a first merge back). */
export const COMES = [...verbsOf(REFRESH_ACTIONS), ...WITH_MERGE];
export const GOES = [...verbsOf(REFRESH_ACTIONS), ...verbsOf(UNMERGE_ACTIONS), ...WITH_MERGE];

const mergeFields = (z: Zod, { MutableMode, MergeOptions }: Parts) => ({
  force: z.boolean(),
  mutable: MutableMode.nullable(),
  /** Absent for none. */
  options: MergeOptions.optional(),
});
export type MergeStep = StepOf<'merge' | 'unmerge' | 'refresh', typeof mergeFields>;

const merging = {
  fields: mergeFields,
  goesBack: () => true,
  call: (step: MergeStep): HelperCall<keyof typeof MERGE_ACTIONS> => {
    const { verb, class: extensionClass, force, mutable, options } = step;
    const parameters = {
      class: extensionClass,
      mutable: verb === 'unmerge' ? null : mutable,
      ...(options === undefined ? {} : { options }),
    };
    if (verb === 'unmerge') return { verb, parameters };
    // Whoever names the policy need not keep to the one that root has configured.
    if (options !== undefined && options.imagePolicy !== null)
      return { verb: `${verb}-policy`, parameters: { ...parameters, force } };
    return { verb: force ? `${verb}-force` : verb, parameters };
  },
};

export const MERGE_STEPS = { merge: merging, unmerge: merging, refresh: merging };

/** How a merge is spoken of that is asked for by itself. */
export const MERGE_WORDS: Readonly<Record<MergeStep['verb'], Wording>> = {
  merge: wordingOf('change.button-merge', 'change.title-merge', 'change.did-merge'),
  unmerge: wordingOf('change.button-unmerge', 'change.title-unmerge', 'change.did-unmerge'),
  refresh: wordingOf('change.button-re-merge', 'change.title-re-merge', 'change.did-re-merge'),
};

/**
 * What a merge did, as a part of what was done. It names no hierarchy: systemd lays nothing over one for which no extension
 * has files (sysext.c, merge_subprocess).
 */
export function mergeDone({ verb, class: extensionClass }: MergeStep): Message {
  const extensions = messageOf(extensionClass === 'sysext' ? 'change.sysexts' : 'change.confexts');
  return {
    merge: messageOf('change.merged', { extensions }),
    unmerge: messageOf('change.unmerged', { extensions }),
    refresh: messageOf('change.re-merged', { extensions }),
  }[verb];
}

/** Whether a step changes what is merged. */
export const isMergeStep = <Step extends { readonly verb: string }>(step: Step): step is Step & MergeStep =>
  Object.hasOwn(MERGE_STEPS, step.verb);

/** Whether a step lays what is there over the hierarchies, so that all of it has to fit. */
export const laysOver = (step: { readonly verb: string }): boolean => isMergeStep(step) && step.verb !== 'unmerge';

/** Whether a step merges again what is merged. */
export const mergesAgain = ({ verb }: { readonly verb: string }): boolean => verb === 'refresh';

/** How a merge is asked for. */
interface MergeManner {
  readonly force: boolean;
  readonly mutable: MutableMode | null;
  readonly mergeOptions?: MergeOptions | null;
}

/** Those that a verb takes; null for none. */
function optionsFor(verb: MergeStep['verb'], given: MergeOptions | null | undefined): MergeOptions | null {
  if (given === null || given === undefined) return null;
  const taken = {
    merge: { ...given, alwaysRefresh: null },
    unmerge: { ...NO_MERGE_OPTIONS, noReload: given.noReload },
    refresh: given,
  }[verb];
  return isWithoutOptions(taken) ? null : taken;
}

/** What the mode is told for, beside what goes without saying. */
export function mergeStep(
  verb: MergeStep['verb'],
  extensionClass: ExtensionClass,
  { force, mutable, mergeOptions }: MergeManner,
): MergeStep {
  const target = extensionClass === 'sysext' ? messageOf('change.usr-and-opt') : '/etc';
  const sentence = {
    merge: messageOf('change.merge-into', { target }),
    unmerge: messageOf('change.unmerge', { target }),
    refresh: messageOf('change.re-merge', { target }),
  }[verb];
  const lays = verb !== 'unmerge';
  const options = optionsFor(verb, mergeOptions);
  return {
    verb,
    class: extensionClass,
    force: force && lays,
    mutable: lays ? mutable : null,
    ...(options === null ? {} : { options }),
    sentence: joinTexts(
      [
        sentence,
        ...(force && lays ? [messageOf('change.without-checking-what-fits')] : []),
        ...(mutable !== null && lays ? [messageOf('change.with-mutable', { mode: mutable })] : []),
        ...(options === null
          ? []
          : wordsOfOptions(options).map((option) => messageOf('change.with-option', { option }))),
      ],
      ', ',
    ),
  };
}

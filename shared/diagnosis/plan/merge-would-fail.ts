import { joinTexts, type Message, messageOf } from '../../messages/message.ts';
import type { Fix } from '../../model/diagnosis.ts';
import type { MergeFailure } from '../../systemd/merge-failure.ts';
import { disableFix } from '../disable-fix.ts';
import { type Found, rule } from '../rule.ts';
import { isMerging, type PlanFacts } from './plan-facts.ts';

/** The merge of the plan would fail, or files come that would make the next one fail, which force alone lets through. */
export const mergeWouldFail = rule(
  ['merge-would-fail'],
  'systemd-sysext(8), and merges of 252, 257 and 262 that were recorded',
  (facts: PlanFacts) => {
    const now = isMerging(facts) ? facts.prediction.fails : [];
    const brought = facts.files.length > 0 && !facts.request.force ? facts.broughtFailures : [];
    return [...now, ...brought].map((failure) => foundOf(facts, failure));
  },
);

function foundOf({ later, class: extensionClass }: PlanFacts, failure: MergeFailure): Found<'merge-would-fail'> {
  const { entry } = failure;
  const extension = later.find((one) => one.class === extensionClass && one.listed && one.path === entry?.path);
  const fix: Fix | null = extension === undefined ? null : disableFix(extension);
  const masking =
    extension === undefined || fix === null ? [] : [messageOf('diagnosis.mask-it', { name: extension.name })];
  const steps = [...(failure.nextStep === null ? [] : [failure.nextStep]), ...masking];
  return {
    id: 'merge-would-fail',
    severity: 'danger',
    subject:
      entry === null
        ? { kind: 'class', class: extensionClass }
        : { kind: 'entry', class: extensionClass, path: entry.path },
    message: failureSentence(failure),
    nextStep: steps.length === 0 ? null : joinTexts(steps, ' '),
    fix,
  };
}

export function failureSentence({ entry, message }: MergeFailure): Message {
  return entry === null
    ? message
    : messageOf('diagnosis.would-make-whole-merge-fail', { path: entry.path, reason: message });
}

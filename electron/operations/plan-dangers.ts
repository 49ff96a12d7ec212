/** What a plan says of the dangers of its merges: everything bad of what comes, and of what is merged already what is worst. */

import { resolve } from 'node:path';
import { laysOver } from '../../shared/changes/merge.ts';
import { switchesOn } from '../../shared/changes/switch.ts';
import { moreToKnow } from '../../shared/diagnosis/plan/more-to-know.ts';
import { extensionOf, insideOf } from '../../shared/diagnosis/subject.ts';
import { worstFirst } from '../../shared/diagnosis/worst-first.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { MergeOutcome, Plan } from '../../shared/model/plan.ts';
import { asExtension } from '../extensions/inspection.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import { mergeFor } from '../extensions/target.ts';
import { hostPath } from '../host/rooted.ts';
import type { Inspections } from './file-changes.ts';

/** More sentences of one extension than a person reads before a click. */
const MOST_OF_ONE = 5;

/** A plan without its dangers: what `makePlan` gives first. */
type Merging = Pick<Plan, 'request' | 'steps' | 'outcomes'>;

/**
 * The dangers of every merge of a plan, for `Known.dangers`.
 *
 * @param system the host as it is now
 * @param inspections what each install of the plan would bring
 */
export async function dangersOfPlan(
  reader: LocalReader,
  target: Target,
  system: System,
  { request, steps, outcomes }: Merging,
  inspections: Inspections,
): Promise<Diagnosis[]> {
  const found: Diagnosis[] = [];
  for (const { class: extensionClass, after } of outcomes) {
    const merges = steps.some((step) => step.class === extensionClass && laysOver(step));
    if (!merges) continue;
    const isComing = await extensionsToCome(reader, target, system, request.changes, inspections);
    found.push(...(await reader.dangers(target, system, extensionClass, after, request.mutable, isComing)));
  }
  return found;
}

/** What is in no search directory yet: images to install, and what was moved aside and comes back. */
export async function extensionsToCome(
  reader: LocalReader,
  { root }: Target,
  system: System,
  changes: readonly Change[],
  inspections: Inspections,
): Promise<Extension[]> {
  const found = [...inspections.values()];
  for (const { class: extensionClass, name, keptAt } of system.movedAside) {
    const isBack = changes.some((one) => switchesOn(one) && one.class === extensionClass && one.name === name);
    if (!isBack) continue;
    found.push(
      await reader.inspect(resolve(hostPath(root, keptAt)), extensionClass, mergeFor(system, extensionClass), name),
    );
  }
  return found.map((one) => ({ ...asExtension(one), listed: true }));
}

/** What a plan tells of them, the worst first, each with a sentence that names the extension: it stands among those of others. */
export function dangerWarnings(
  dangers: readonly Diagnosis[],
  outcomes: readonly Pick<MergeOutcome, 'before'>[],
): Diagnosis[] {
  const before = new Set(outcomes.flatMap((outcome) => outcome.before));
  const told = worstFirst(dangers).filter(({ id, severity, subject }) => {
    if (severity === 'danger') return true;
    const extension = extensionOf(subject);
    const isNew = extension === null || !before.has(extension);
    return isNew && (severity === 'warning' || id === 'base-unknown');
  });
  const counts = new Map<string | null, number>();
  return told.flatMap((danger): Diagnosis[] => {
    const extension = extensionOf(danger.subject);
    const count = (counts.get(extension) ?? 0) + 1;
    counts.set(extension, count);
    if (count > MOST_OF_ONE + 1) return [];
    if (count === MOST_OF_ONE + 1 && extension !== null)
      return [...moreToKnow.find({ name: extension, subject: danger.subject })];
    return [{ ...danger, message: sentenceOf(danger) }];
  });
}

function sentenceOf({ subject, severity, message }: Diagnosis): Message {
  const [extension, path] = [extensionOf(subject), insideOf(subject)];
  const isDanger = severity === 'danger';
  if (extension === null) return isDanger ? messageOf('change.danger-for-this-host', { what: message }) : message;
  if (path === '')
    return isDanger
      ? messageOf('change.danger-in', { name: extension, what: message })
      : messageOf('change.to-know-of', { name: extension, what: message });
  return isDanger
    ? messageOf('change.danger-in-at', { name: extension, path: `/${path}`, what: message })
    : messageOf('change.to-know-of-at', { name: extension, path: `/${path}`, what: message });
}

/** Which files a plan moves: those that lie over others, and what of a running system reads them. */
import { isUpdate } from '../../shared/changes/update.ts';
import { effectOf } from '../../shared/diagnosis/plan/effect.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Effect, Overlap, Plan } from '../../shared/model/plan.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import type { Touches } from '../extensions/touches.ts';
import { readMappedFiles } from '../host/mapped-files.ts';
import type { Inspections } from './file-changes.ts';
import { extensionsToCome } from './plan-dangers.ts';
import type { Moved } from './plan-services.ts';

interface Touched {
  readonly overlaps: readonly Overlap[];
  readonly effect: Effect | null;
  /** What moves of each class, and what was found in it. */
  readonly moved: readonly Moved[];
  /** What is in no search directory yet. */
  readonly coming: readonly Extension[];
}

/** @param inspections what each install of the plan would bring */
export async function touchesOfPlan(
  reader: LocalReader,
  target: Target,
  system: System,
  { request, outcomes }: Pick<Plan, 'request' | 'outcomes'>,
  inspections: Inspections,
): Promise<Touched> {
  const moves = outcomes.map(({ class: extensionClass, before, after, versions }) => {
    const changed = after.filter((name) => before.includes(name) && versions[name]?.before !== versions[name]?.after);
    // What systemd-sysupdate fetches is another image, whatever its version says.
    const renewed = request.changes
      .filter((one) => isUpdate(one) && one.class === extensionClass)
      .map(({ name }) => name);
    return {
      class: extensionClass,
      before,
      after,
      changed: [...new Set([...changed, ...renewed.filter((name) => after.includes(name))])],
      renewed,
    };
  });
  const moving = moves.filter(({ before, after, changed }) => changed.length > 0 || before.join() !== after.join());
  if (moving.length === 0) return { overlaps: [], effect: null, moved: [], coming: [] };
  const isRunning = target.root === '/';
  const mapped = isRunning ? readMappedFiles() : { files: new Map(), unseen: 0 };
  const coming = await extensionsToCome(reader, target, system, request.changes, inspections);
  const found: Touches[] = [];
  const moved: Moved[] = [];
  for (const { renewed, ...move } of moving) {
    const touches = await reader.touches(target, system, move, coming, [...mapped.files.keys()]);
    found.push(touches);
    moved.push({ move, touches: { hooks: touches.hooks, unread: [...touches.unread, ...renewed] } });
  }
  const takesAway = moving.some(
    ({ before, after, changed }) => changed.length > 0 || before.some((name) => !after.includes(name)),
  );
  const facts = {
    kinds: found.flatMap(({ kinds }) => kinds),
    mapped: found.flatMap(({ replaced }) =>
      replaced.map((path) => ({ path, processes: mapped.files.get(path) ?? [] })),
    ),
    unseenProcesses: mapped.unseen,
    unread: [...new Set([...found.flatMap(({ unread }) => unread), ...moving.flatMap(({ renewed }) => renewed)])],
    takesAway,
  };
  return {
    overlaps: found.flatMap(({ overlaps }) => overlaps),
    effect: isRunning ? effectOf(facts) : null,
    moved: isRunning ? moved : [],
    coming,
  };
}

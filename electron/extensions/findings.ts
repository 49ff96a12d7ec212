/** What inside an extension should be known before it is trusted or merged: the facts are gathered here, the rules stand in shared/diagnosis. */
import { diagnoseContent } from '../../shared/diagnosis/content/diagnose-content.ts';
import type { Wanted } from '../../shared/diagnosis/content/facts.ts';
import { lackingOf, librariesOf } from '../../shared/diagnosis/content/missing-library.ts';
import type { Base, Layer } from '../../shared/diagnosis/merge/facts.ts';
import { worstFirst } from '../../shared/diagnosis/worst-first.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Findings } from '../../shared/model/inspection.ts';
import { readSelinux } from '../host/selinux.ts';
import { readNeverStarted } from '../host/services.ts';
import { ImageError } from '../images/tree.ts';
import { baseLibraries, lookInside, MOST_FOUND, wantedUnits } from './content-facts.ts';
import { readEnabled } from './dangers/boot-targets.ts';
import { asLayer, dangersOfOne } from './dangers/dangers.ts';
import { surveyFrom, surveyOf } from './dangers/survey.ts';
import { indexOf } from './index/index-of.ts';
import { wouldMerge } from './layers.ts';
import { readNotMade } from './not-made.ts';
import { contentOf } from './reading.ts';
import type { System, Target } from './system.ts';

/**
 * Looks through an extension, the worst first. Never throws for what it is; that becomes `problem`.
 *
 * @param base instead of what the target has
 */
export async function readFindings(
  target: Target,
  system: System,
  extension: Extension,
  signal: AbortSignal | null = null,
  base: Base | null = null,
): Promise<Findings> {
  const content = contentOf(target.root, extension);
  if (content === null) return { findings: [], problem: messageOf('extension.it-leads-nowhere') };
  let found: Diagnosis[] = [];
  try {
    const index = await indexOf(content, system.release, { needs: extension.class === 'sysext', signal });
    const whose = { class: extension.class, name: extension.name };
    const { inside, outside } = lookInside(index, whose, readSelinux(target.root));
    found = inside;
    const others = await othersOf(target, system, extension);
    const survey = surveyFrom(index, extension.class);
    const dangers = await dangersOfOne(target, system, extension, survey, others, base);
    const enabled = readEnabled(target.root);
    const all = diagnoseContent({
      ...{ ...whose, outside },
      lacking: lackingOf(index.needs ?? [], survey, baseLibraries(target)),
      otherLibraries: new Set(others.flatMap((other) => [...librariesOf(other.survey)])),
      notMade: extension.merged ? readNotMade(target.root, survey) : [],
      neverStarted: await neverStarted(target, extension, wantedUnits(extension, survey, enabled)),
    });
    const findings = worstFirst([...found, ...all, ...dangers]);
    const problem =
      findings.length > MOST_FOUND
        ? messageOf('extension.there-is-more-than-is-listed')
        : survey.markersKnown
          ? null
          : messageOf('extension.which-of-its-folders-are-marked');
    return { findings: findings.slice(0, MOST_FOUND), problem };
  } catch (error) {
    const findings = worstFirst(found).slice(0, MOST_FOUND);
    if (error instanceof ImageError)
      return { findings, problem: messageOf('extension.it-cannot-be-looked-through', { reason: error.said }) };
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || signal?.aborted === true) throw error;
    return { findings, problem: messageOf('extension.it-cannot-be-read', { code }) };
  }
}

/** Of units of a merged extension those that never ran since this system was booted. */
async function neverStarted({ root }: Target, { merged }: Extension, wanted: readonly Wanted[]): Promise<Wanted[]> {
  if (root !== '/' || !merged) return [];
  const never = await readNeverStarted(wanted.map(({ unit }) => unit));
  return wanted.filter(({ unit }) => never.includes(unit));
}

/** What it would be merged with. */
async function othersOf(target: Target, system: System, extension: Extension): Promise<Layer[]> {
  const layers: Layer[] = [];
  for (const other of system.extensions) {
    if (other.class !== extension.class || other.name === extension.name) continue;
    if (!other.merged && wouldMerge(other) !== true) continue;
    layers.push(asLayer(other, await surveyOf(target, system, other)));
  }
  return layers;
}

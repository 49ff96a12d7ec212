/** Answers a question about the bytes of an image; runs in the guarded process. */

import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { imageNameOf } from '../../shared/systemd/image-name.ts';
import { judgeEntry } from '../../shared/systemd/judge-entry.ts';
import { findPrograms } from '../extensions/programs.ts';
import { lookingReader, mergeEntryOf, type Reading, readImage } from '../extensions/reading.ts';
import { RUNNING_KERNEL } from '../host/kernel.ts';
import { Budget, VERDICT } from '../images/budget.ts';
import { openImage } from '../images/open.ts';
import { type RandomAccess, withBudget } from '../images/source.ts';
import { ImageError } from '../images/tree.ts';
import type { FitAnswer, FitQuestion, Question } from './protocol.ts';

export async function answerQuestion(question: Question, source: RandomAccess): Promise<FitAnswer> {
  switch (question.about) {
    case 'fit':
      return fitOf(question, source);
  }
}

async function fitOf(question: FitQuestion, source: RandomAccess): Promise<FitAnswer> {
  try {
    const first = await fitAs(question.name, question, source);
    // A list of a registry tells the class of no image, so the release file does.
    const asked = first.otherClass === null ? question : { ...question, class: first.otherClass };
    const named = asked === question ? first : await fitAs(question.name, asked, source);
    // Its one release file is for another name: that is the one it is installed under, as openSUSE's always are.
    const inside = named.other;
    const fit = inside === null ? named : await fitAs(inside, asked, source);
    return {
      verdict: fit.verdict,
      class: first.otherClass,
      inside,
      description: fit.description,
      units: fit.units,
      programs: await programsOf(source, question.host),
    };
  } catch (error) {
    if (error instanceof ImageError) return { unreadable: error.said };
    throw error;
  }
}

async function fitAs(name: string, { class: extensionClass, host }: FitQuestion, source: RandomAccess) {
  const imageName = imageNameOf(name, `/${name}.raw`, host.rules);
  const reading = await readImage(source, { class: extensionClass, host, imageName, mounts: [] });
  const entry = mergeEntryOf(reading, { name, path: `/${name}.raw`, type: 'raw' }, null);
  const judging = { class: extensionClass, host, force: false, policy: null, kernel: RUNNING_KERNEL };
  const { verdict: found, failure } = judgeEntry(entry, judging);
  return {
    verdict: failure === null ? found : { ...found, compatible: false, message: failure.message },
    description: reading.release?.get('PRETTY_NAME') || null,
    units: reading.units,
    other: otherName(reading, extensionClass),
    otherClass: otherClass(reading, extensionClass),
  };
}

/** None where the image is none that can be looked into. */
async function programsOf(source: RandomAccess, host: HostRelease): Promise<string[]> {
  try {
    const opened = await openImage(withBudget(source, new Budget(VERDICT)), lookingReader(host));
    return opened.kind === 'tree' ? await findPrograms(opened.tree) : [];
  } catch (error) {
    if (error instanceof ImageError) return [];
    throw error;
  }
}

/** The class that it has a release file of, where it has none at all of the one that was looked for. */
function otherClass({ facts }: Reading, extensionClass: ExtensionClass): ExtensionClass | null {
  if (facts.kind !== 'tree') return null;
  const isNone = (one: ExtensionClass) => {
    const lookup = facts.release[one];
    return lookup.kind === 'missing' && lookup.others.length === 0;
  };
  const other = extensionClass === 'sysext' ? 'confext' : 'sysext';
  return isNone(extensionClass) && !isNone(other) ? other : null;
}

/** The name of the one release file that is there, where none is for the name that was looked for. */
function otherName({ facts }: Reading, extensionClass: ExtensionClass): string | null {
  const lookup = facts.kind === 'tree' ? facts.release[extensionClass] : null;
  if (lookup?.kind !== 'missing') return null;
  const [only, ...more] = lookup.others;
  return only !== undefined && more.length === 0 ? only : null;
}

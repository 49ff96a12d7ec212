/** What is wrong inside of many extensions, for who asks of all: what one of them has to do with another is decided by whoever asked. */
import { diagnoseContent } from '../../shared/diagnosis/content/diagnose-content.ts';
import type { Lacking, Wanted } from '../../shared/diagnosis/content/facts.ts';
import { lackingOf, librariesOf } from '../../shared/diagnosis/content/missing-library.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { Extension } from '../../shared/model/extension.ts';
import { readSelinux, type SelinuxPolicy } from '../host/selinux.ts';
import { ImageError } from '../images/tree.ts';
import { baseLibraries, type InsideLook, lookInside, MOST_FOUND, wantedUnits } from './content-facts.ts';
import { readEnabled } from './dangers/boot-targets.ts';
import { surveyFrom } from './dangers/survey.ts';
import type { ImageIndex } from './index/build.ts';
import { indexOf } from './index/index-of.ts';
import { readNotMade } from './not-made.ts';
import { contentOf } from './reading.ts';
import type { System, Target } from './system.ts';

/** A turn ends after this long, so that who looks at one extension meanwhile need not wait for all. */
const TURN_MS = 300;
/** Libraries of one extension that others may need. */
const MOST_LIBRARIES = 5000;

/** What was found inside of one. */
export interface LookedThrough {
  readonly id: string;
  readonly found: readonly Diagnosis[];
  /** What another extension may have. */
  readonly lacking: readonly Lacking[];
  /** File names of its own libraries. */
  readonly libraries: readonly string[];
  /** Units that are to be started at boot. */
  readonly wanted: readonly Wanted[];
  /** Why it was not looked through, or not to its end; null where it was. */
  readonly problem: Message | null;
}

/** What was made of an index, as long as that is there. */
const made = new WeakMap<ImageIndex, Map<string, InsideLook>>();

/**
 * Looks through as many as a turn has time for, at least one; the rest is asked for again.
 *
 * @param ids of extensions, in the order in which they are looked through; those that are not there are passed over
 */
export async function lookThrough(
  target: Target,
  system: System,
  ids: readonly string[],
  signal: AbortSignal | null,
): Promise<LookedThrough[]> {
  const until = performance.now() + TURN_MS;
  const base = {
    policy: readSelinux(target.root),
    libraries: baseLibraries(target),
    enabled: readEnabled(target.root),
  };
  const byId = new Map(system.extensions.map((one) => [one.id, one]));
  const looked: LookedThrough[] = [];
  for (const id of ids) {
    const extension = byId.get(id);
    looked.push(extension === undefined ? nothingOf(id, null) : await lookAt(target, system, extension, base, signal));
    if (performance.now() > until) break;
  }
  return looked;
}

interface Base {
  readonly policy: SelinuxPolicy | null;
  readonly libraries: ReadonlySet<string>;
  readonly enabled: ReadonlyMap<string, string>;
}

async function lookAt(
  target: Target,
  system: System,
  extension: Extension,
  { policy, libraries, enabled }: Base,
  signal: AbortSignal | null,
): Promise<LookedThrough> {
  const { id, name, class: extensionClass } = extension;
  const content = contentOf(target.root, extension);
  if (content === null) return nothingOf(id, messageOf('extension.it-leads-nowhere'));
  const whose = { class: extensionClass, name };
  try {
    const index = await indexOf(content, system.release, { needs: extensionClass === 'sysext', signal });
    const survey = surveyFrom(index, extensionClass);
    const { inside, outside } = insideOnce(index, `${extensionClass}/${name} ${policy?.key}`, () =>
      lookInside(index, whose, policy),
    );
    const nothingElse = { lacking: [], otherLibraries: new Set<string>(), neverStarted: [] };
    const notMade = extension.merged ? readNotMade(target.root, survey) : [];
    const found = [...inside, ...diagnoseContent({ ...whose, outside, ...nothingElse, notMade })];
    return {
      id,
      found: found.slice(0, MOST_FOUND),
      lacking: lackingOf(index.needs ?? [], survey, libraries),
      libraries: [...librariesOf(survey)].slice(0, MOST_LIBRARIES),
      wanted: extension.merged ? wantedUnits(extension, survey, enabled) : [],
      problem: found.length > MOST_FOUND ? messageOf('extension.there-is-more-than-is-listed') : null,
    };
  } catch (error) {
    if (error instanceof ImageError)
      return nothingOf(id, messageOf('extension.it-cannot-be-looked-through', { reason: error.said }));
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || signal?.aborted === true) throw error;
    return nothingOf(id, messageOf('extension.it-cannot-be-read', { code }));
  }
}

function insideOnce(index: ImageIndex, key: string, make: () => InsideLook): InsideLook {
  const known = made.get(index)?.get(key);
  if (known !== undefined) return known;
  const look = make();
  made.set(index, new Map([...(made.get(index) ?? []), [key, look]]));
  return look;
}

const nothingOf = (id: string, problem: Message | null): LookedThrough => ({
  ...{ id, problem, found: [], lacking: [], libraries: [], wanted: [] },
});

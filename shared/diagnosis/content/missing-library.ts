import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import type { Survey } from '../merge/facts.ts';
import { type Found, rule } from '../rule.ts';
import type { ContentFacts } from './facts.ts';

/** More libraries of one program than a person reads. */
const MAX_NAMED = 20;
const IS_LIBRARY = /\.so(\.|$)/;

/** Programs that will not start, for a library that they name is nowhere. */
export const missingLibrary = rule(
  ['missing-library'],
  'DT_NEEDED in the header of each program, and where ld.so(8) looks for it',
  (facts: ContentFacts) => {
    const { survey, others, baseLibraries } = facts;
    const programs = facts.needs.filter(({ path }) => survey.others.has(path));
    if (programs.length === 0) return [];
    const own = librariesOf(survey);
    const provided = new Set([...baseLibraries, ...others.flatMap((other) => [...librariesOf(other.survey)])]);
    return programs.flatMap(({ path, needed }): Found<'missing-library'>[] => {
      // Where a program names folders of its own, a library in its own extension counts wherever it lies.
      const missing = needed.filter((name) => !own.has(fileNameOf(name)) && !provided.has(fileNameOf(name)));
      if (missing.length === 0) return [];
      const message = messageOf('extension.needs-which-neither-base-nor-extension', {
        libraries: missing.slice(0, MAX_NAMED).join(', '),
      });
      return [{ id: 'missing-library', severity: 'warning', subject: inExtension(facts, path), message }];
    });
  },
);

/** Whether a file name is that of a shared library. */
export function isLibrary(fileName: string): boolean {
  return IS_LIBRARY.test(fileName);
}

function librariesOf(survey: Survey | null): Set<string> {
  const files = [...(survey?.others ?? [])].filter(([, kind]) => kind !== 'whiteout');
  return new Set(files.map(([path]) => fileNameOf(path)).filter(isLibrary));
}

function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

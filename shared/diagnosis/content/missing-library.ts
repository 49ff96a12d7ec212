import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import type { Survey } from '../merge/facts.ts';
import { type Found, rule } from '../rule.ts';
import type { ContentFacts, Lacking } from './facts.ts';

/** More libraries of one program than a person reads. */
const MAX_NAMED = 20;
const IS_LIBRARY = /\.so(\.|$)/;

/** Programs that will not start, for a library that they name is nowhere. */
export const missingLibrary = rule(
  ['missing-library'],
  'DT_NEEDED in the header of each program, and where ld.so(8) looks for it',
  (facts: Pick<ContentFacts, 'class' | 'name' | 'lacking' | 'otherLibraries'>) =>
    facts.lacking.flatMap(({ path, libraries }): Found<'missing-library'>[] => {
      const missing = libraries.filter((name) => !facts.otherLibraries.has(fileNameOf(name)));
      if (missing.length === 0) return [];
      const message = messageOf('extension.needs-which-neither-base-nor-extension', {
        libraries: missing.slice(0, MAX_NAMED).join(', '),
      });
      return [{ id: 'missing-library', severity: 'warning', subject: inExtension(facts, path), message }];
    }),
);

/**
 * Programs of an extension with the libraries that neither it nor the base has. Where a program names folders of its own, a library
 * in its own extension counts wherever it lies.
 *
 * @param needs all of its programs with what each names
 * @param base file names of libraries that the base has
 */
export function lackingOf(
  needs: readonly { readonly path: string; readonly needed: readonly string[] }[],
  survey: Survey,
  base: ReadonlySet<string>,
): Lacking[] {
  const programs = needs.filter(({ path }) => survey.others.has(path));
  if (programs.length === 0) return [];
  const own = librariesOf(survey);
  return programs.flatMap(({ path, needed }) => {
    const libraries = needed.filter((name) => !own.has(fileNameOf(name)) && !base.has(fileNameOf(name)));
    return libraries.length === 0 ? [] : [{ path, libraries }];
  });
}

/** Whether a file name is that of a shared library. */
export function isLibrary(fileName: string): boolean {
  return IS_LIBRARY.test(fileName);
}

/** File names of the libraries in an extension. */
export function librariesOf(survey: Survey | null): Set<string> {
  const files = [...(survey?.others ?? [])].filter(([, kind]) => kind !== 'whiteout');
  return new Set(files.map(([path]) => fileNameOf(path)).filter(isLibrary));
}

function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What a recipe would make here, before anything is fetched. */
import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { isAddress, type Recipe, type RecipeSource } from '../../shared/model/recipe.ts';
import type { RecipeOutline, SourceView } from '../../shared/model/recipe-view.ts';
import { checksumOf, expanded } from '../../shared/recipe/source-place.ts';
import { stepText, targetText } from '../../shared/recipe/step-text.ts';
import { architectureFor } from './architecture.ts';
import { keptPath } from './kept-path.ts';
import type { Wanted } from './sources.ts';

/** @param version, architecture null as `RecipeDraft` has it; what the recipe does not build is passed over */
export function outlineOf(
  recipe: Recipe,
  { version, architecture }: { readonly version: string | null; readonly architecture: string | null },
  folder: string,
  cache: string,
): RecipeOutline {
  const { name, description = null, target, sources } = recipe;
  const versions = versionsOf(recipe);
  const { architectures } = target;
  const wanted: Wanted = {
    version: version !== null && versions.includes(version) ? version : recipe.version,
    architecture: chosenArchitecture(recipe, architecture),
  };
  return {
    ...{ name, description, class: recipe.class, ...wanted, versions, architectures, folder },
    target: targetText(recipe.class, target),
    needsFolder: Object.values(sources).some(({ file, signed }) =>
      [file, signed?.by, signed?.signature, signed?.sums].some(
        (text) => text !== undefined && !isAddress(text) && !isAbsolute(text),
      ),
    ),
    sources: Object.entries(sources).map(([one, source]) => viewOf(one, source, wanted, folder, cache)),
    steps: recipe.steps.map(stepText),
  };
}

/** Those of which all that is fetched has a checksum or a signature, as they stand in the recipe; the recipe's own always. */
function versionsOf({ version, sources }: Recipe): string[] {
  const lists = Object.values(sources).flatMap(({ url, sha256, signed }) =>
    url === undefined || (sha256 === undefined && signed !== undefined) ? [] : [Object.keys(sha256 ?? {})],
  );
  const [first = [], ...others] = lists;
  return [...new Set([version, ...first.filter((one) => others.every((list) => list.includes(one)))])];
}

/** Where none fits this machine the first is looked at, and can be built as well. */
function chosenArchitecture(recipe: Recipe, asked: string | null): string {
  const { architectures } = recipe.target;
  if (asked !== null && architectures.includes(asked)) return asked;
  try {
    return architectureFor(recipe, null);
  } catch {
    return architectures[0] ?? 'any';
  }
}

function viewOf(name: string, source: RecipeSource, wanted: Wanted, folder: string, cache: string): SourceView {
  const sha256 = checksumOf(source, wanted);
  const signedBy = source.signed?.by ?? null;
  if (source.file !== undefined) {
    const place = resolve(folder, expanded(source.file, source, wanted));
    return { name, place, sha256, signedBy, state: existsSync(place) ? 'here' : 'missing' };
  }
  const place = expanded(source.url ?? '', source, wanted);
  if (sha256 === null && signedBy === null) return { name, place, sha256, signedBy, state: 'unknown' };
  return { name, place, sha256, signedBy, state: existsSync(keptPath(cache, place, sha256)) ? 'kept' : 'fetched' };
}

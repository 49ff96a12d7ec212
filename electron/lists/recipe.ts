/** A recipe by its text. */
import { readAs } from '../../shared/declared/read.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import { isMessage, type Message } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { Recipe } from '../../shared/model/recipe.ts';
import type { RecipeFault } from '../../shared/model/recipe-view.ts';

/** @returns the recipe, or the first thing that is wrong with it */
export function recipeIn(text: string): { readonly recipe: Recipe } | { readonly fault: RecipeFault } {
  try {
    return { recipe: readAs(Recipe, parseYaml(text, '')) };
  } catch (error) {
    if (error instanceof VeneerError) return { fault: faultOf(error.said) };
    throw error;
  }
}

/** Without the name of a file, which what is being written has none of. */
function faultOf(said: Message): RecipeFault {
  const { line, column, what } = said.values;
  if (said.id !== 'declared.wrong-at' || !isMessage(what)) return { line: null, column: null, message: said };
  return { line: Number(line), column: Number(column), message: what };
}

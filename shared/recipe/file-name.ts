/** How the file of a recipe is called: `NAME.recipe.yaml`. */
export const RECIPE_SUFFIX = '.recipe.yaml';

/** Whether a file is meant as a recipe, and not to be installed as it is. */
export const isRecipeFile = (path: string): boolean => path.endsWith(RECIPE_SUFFIX);

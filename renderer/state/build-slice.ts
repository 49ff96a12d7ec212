/** Recipes: those that are shipped, the one that is being written, and its build. */
import type { ErrorReport } from '../../shared/model/errors.ts';
import type { RecipeDraft, ShippedRecipe } from '../../shared/model/recipe-view.ts';
import type { Client } from '../bridge.ts';
import { reportOf } from '../report.ts';
import type { InstallSlice } from './install-slice.ts';
import { type KeptRecipe, readRecipe } from './kept-recipe.ts';
import type { OperationSlice } from './operation-slice.ts';
import type { Get, SetPart } from './slice.ts';
import type { ViewSlice } from './view-slice.ts';

export interface BuildSlice extends KeptRecipe {
  /** Those that are shipped; null before they were asked for. */
  readonly recipes: readonly ShippedRecipe[] | null;
  /** Why the last build failed. */
  readonly buildProblem: ErrorReport | null;
  loadRecipes(): Promise<void>;
  /** Begins to work on a recipe; null shows the list again. */
  openRecipe(recipe: Pick<RecipeDraft, 'text' | 'folder'> | null): void;
  /** The same by the path of a file on the machine that Veneer runs on. @throws what the call fails with */
  openRecipePath(path: string): Promise<void>;
  /** Shows a recipe that came from outside the view: by its path, or by what it holds. */
  showRecipe(from: { readonly path: string } | { readonly file: Pick<File, 'text'> }): Promise<void>;
  changeRecipe(change: Partial<RecipeDraft>): void;
  /** Builds it, and hands the image to the sheet of what is to be installed. */
  buildRecipe(): Promise<void>;
  /** Waits for the build that was begun, also before a reload. */
  followBuild(): Promise<void>;
}

export function createBuildSlice(
  set: SetPart<BuildSlice>,
  get: Get<BuildSlice & Pick<InstallSlice, 'addBuilt'> & Pick<OperationSlice, 'fail'> & Pick<ViewSlice, 'setView'>>,
  client: () => Client,
): BuildSlice {
  let followed: string | null = null;
  return {
    ...readRecipe(globalThis.sessionStorage),
    recipes: null,
    buildProblem: null,
    async loadRecipes() {
      if (get().recipes !== null) return;
      try {
        set({ recipes: await client().build.recipes() });
      } catch (error) {
        get().fail(error);
      }
    },
    openRecipe(recipe) {
      set({ recipe: recipe === null ? null : { ...recipe, version: null, architecture: null }, buildProblem: null });
    },
    async openRecipePath(path) {
      get().openRecipe(await client().build.open({ path }));
    },
    async showRecipe(from) {
      const { openRecipe, openRecipePath, setView, fail } = get();
      try {
        if ('path' in from) await openRecipePath(from.path);
        else openRecipe({ text: await from.file.text(), folder: null });
        setView({ view: 'build' });
      } catch (error) {
        fail(error);
      }
    },
    changeRecipe(change) {
      const { recipe } = get();
      if (recipe !== null) set({ recipe: { ...recipe, ...change }, buildProblem: null });
    },
    async buildRecipe() {
      const { recipe, building } = get();
      if (recipe === null || building !== null) return;
      set({ buildProblem: null });
      try {
        set({ building: (await client().build.start(recipe)).job });
      } catch (error) {
        return set({ buildProblem: reportOf(error) });
      }
      await get().followBuild();
    },
    async followBuild() {
      const { building: job, addBuilt } = get();
      if (job === null || followed === job) return;
      followed = job;
      try {
        const { path } = await client().build.ended({ job });
        set({ building: null });
        addBuilt(path);
      } catch (error) {
        const problem = reportOf(error);
        // It goes on, and is asked for again over the next connection.
        if (problem.code === 'connection-lost') return;
        // Who stopped it knows; of one that an earlier Veneer ran there is nothing to tell.
        const isSilent = problem.code === 'cancelled' || problem.message.id === 'build.is-not-here';
        set({ building: null, buildProblem: isSilent ? null : problem });
      } finally {
        followed = null;
      }
    },
  };
}

/** The recipe that is being written, and what builds it, kept over a reload of the page; it ends with the window. */
import type { RecipeDraft } from '../../shared/model/recipe-view.ts';

export interface KeptRecipe {
  readonly recipe: RecipeDraft | null;
  /** The job that builds; null where none does. */
  readonly building: string | null;
}

const KEY = 'veneer-recipe';
const NOTHING: KeptRecipe = { recipe: null, building: null };

/** What has another shape, for another Veneer may have kept it, is passed over. */
export function readRecipe(storage: Pick<Storage, 'getItem'> | undefined): KeptRecipe {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return NOTHING;
    const { recipe, building } = kept as Partial<Record<string, unknown>>;
    return { recipe: draftIn(recipe), building: typeof building === 'string' ? building : null };
  } catch {
    // No JSON: nothing that was kept by us.
    return NOTHING;
  }
}

function draftIn(kept: unknown): RecipeDraft | null {
  if (typeof kept !== 'object' || kept === null) return null;
  const { text, folder, version, architecture } = kept as Partial<Record<string, unknown>>;
  if (typeof text !== 'string') return null;
  const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);
  return { text, folder: textOrNull(folder), version: textOrNull(version), architecture: textOrNull(architecture) };
}

/** A storage that is full or forbidden costs the recipe at the next reload, and nothing now. */
export function keepRecipe(storage: Pick<Storage, 'setItem'> | undefined, kept: KeptRecipe): void {
  try {
    storage?.setItem(KEY, JSON.stringify(kept));
  } catch {
    return;
  }
}

/** Where a source of a recipe is, and which checksum it must have. */
import type { RecipeSource } from '../model/recipe.ts';

interface Wanted {
  readonly version: string;
  /** In systemd's spelling, or `any`. */
  readonly architecture: string;
}

/** The checksum that a source must have; null where none is given. */
export function checksumOf({ sha256 }: RecipeSource, { version, architecture }: Wanted): string | null {
  const of = sha256?.[version];
  return of?.[architecture] ?? of?.['any'] ?? null;
}

/** An address or a path with what is built in it. */
export function expanded(text: string, { arch }: RecipeSource, { version, architecture }: Wanted): string {
  return text.replaceAll('{version}', version).replaceAll('{arch}', arch[architecture] ?? architecture);
}

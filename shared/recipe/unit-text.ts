/** What a step writes as a small file of text. */
import type { RecipeStep } from '../model/recipe.ts';

type MakeUnit = NonNullable<RecipeStep['unit']>;
type Uphold = NonNullable<RecipeStep['uphold']>;

/** A unit as systemd.unit(5) has it. */
export function unitText({ sections }: MakeUnit): string {
  return Object.entries(sections)
    .map(([section, keys]) => {
      const lines = Object.entries(keys).flatMap(([key, value]) =>
        (typeof value === 'string' ? [value] : value).map((one) => `${key}=${one}\n`),
      );
      return `[${section}]\n${lines.join('')}`;
    })
    .join('\n');
}

/** The drop-in by which a target starts a unit as soon as both are there, and keeps it running. */
export const upholdText = ({ unit }: Uphold): string => `[Unit]\nUpholds=${unit}\n`;

/** A file name of it that no other extension's has: drop-ins of one name hide one another. */
export const upholdPath = (name: string, { unit, by }: Uphold): string =>
  `/usr/lib/systemd/system/${by}.d/10-${name}-${unit}.conf`;

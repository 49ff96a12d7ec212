/** Builds recipes of tests, with what was fetched and run for them. */
import { join } from 'node:path';
import { type Building, buildImage } from '../../electron/build/build.ts';
import { readAs } from '../../shared/declared/read.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import { Recipe } from '../../shared/model/recipe.ts';
import type { Scratch } from './scratch.ts';

export interface RecipeBuilder {
  readonly fetched: string[];
  /** Each with what kept it apart before it. */
  readonly ran: string[][];
  /** @returns path of the image */
  build(yaml: string, how?: How): Promise<string>;
}

export interface How extends Partial<Pick<Building, 'format' | 'packing' | 'signing' | 'signal'>> {
  readonly version?: string;
  readonly architecture?: string;
  readonly image?: string;
}

export function recipeBuilder(scratch: Scratch): RecipeBuilder {
  const fetched: string[] = [];
  const ran: string[][] = [];
  return {
    fetched,
    ran,
    async build(yaml, { version = '1.0', architecture = 'x86-64', image = 'tool.raw', ...more } = {}) {
      const path = join(scratch.path, 'tool.recipe.yaml');
      scratch.put('tool.recipe.yaml', yaml);
      const parsed = parseYaml(yaml, 'tool.recipe.yaml');
      const recipe = readAs(Recipe, parsed);
      await buildImage(recipe, parsed, { version, architecture }, join(scratch.path, image), {
        path,
        format: recipe.format,
        packing: 'gzip',
        signing: null,
        cache: join(scratch.path, 'cache'),
        signal: null,
        onFetch: (address) => fetched.push(address),
        onRun: (command, sandbox) => ran.push([sandbox, ...command]),
        ...more,
      });
      return join(scratch.path, image);
    },
  };
}

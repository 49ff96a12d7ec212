/** What a window asks of recipes: those that are shipped, what one would make, and making it. */

import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { readAs } from '../../shared/declared/read.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { Recipe } from '../../shared/model/recipe.ts';
import type { RecipeDraft, RecipeReading, ShippedRecipe } from '../../shared/model/recipe-view.ts';
import { MAX_DRAFT } from '../../shared/recipe/draft-limit.ts';
import { isRecipeFile, RECIPE_SUFFIX } from '../../shared/recipe/file-name.ts';
import { buildApart } from '../build/build-apart.ts';
import { outlineOf } from '../build/outline.ts';
import type { JobRunner } from '../jobs/job-runner.ts';
import type { TextReader } from '../lists/text-reader.ts';
import { readRegular } from '../node/regular-file.ts';
import type { TemporaryImages } from '../operations/temporary-images.ts';
import type { NodeProgram } from '../reader/process.ts';

/** A recipe in a file, and where its own files are. */
export interface OpenedRecipe {
  readonly text: string;
  readonly folder: string;
}

export interface Builds {
  /** By their names. */
  shipped(): readonly ShippedRecipe[];
  /** @throws {VeneerError} `invalid-input` for what is not called as a recipe, `not-found`, `too-large`, `not-authorized` */
  open(path: string): OpenedRecipe;
  read(draft: RecipeDraft, signal: AbortSignal | null): Promise<RecipeReading>;
  /**
   * Starts the job that makes the image; one runs at a time.
   *
   * @returns its id
   * @throws {VeneerError} `invalid-input` for a recipe that something is wrong with
   */
  start(draft: RecipeDraft): Promise<string>;
  /**
   * Waits for it.
   *
   * @returns the path of the image, in a folder of ours
   * @throws {VeneerError} why it failed; `not-found` for no build that is known here
   */
  ended(job: string, signal: AbortSignal | undefined): Promise<string>;
}

interface BuildRoom {
  readonly jobs: Pick<JobRunner, 'start' | 'follow'>;
  readonly texts: Pick<TextReader, 'recipe'>;
  readonly images: Pick<TemporaryImages, 'fill'>;
  /** The built `builder.ts`. */
  readonly builder: NodeProgram;
  /** Of the recipes that are shipped. */
  readonly recipes: string;
  readonly cacheDirectory: string;
}

const RECIPE_FILE = /\.(?:ya?ml|json)$/;
/** So that what they take of the memory is not taken twice. */
const LANE = { name: 'build', atOnce: 1, turn: 'build' };

export function createBuilds({ jobs, texts, images, builder, recipes, cacheDirectory }: BuildRoom): Builds {
  const cache = join(cacheDirectory, 'sources');
  let shipped: readonly ShippedRecipe[] | null = null;

  async function readDraft({ text, folder: given, ...asked }: RecipeDraft, signal: AbortSignal | null) {
    const read = await texts.recipe(text, signal);
    if ('fault' in read) return read;
    return { outline: outlineOf(read.recipe, asked, given ?? homedir(), cache) };
  }

  return {
    shipped() {
      shipped ??= shippedIn(recipes);
      return shipped;
    },
    open(path) {
      if (!isAbsolute(path) || !RECIPE_FILE.test(path))
        throw new VeneerError('invalid-input', messageOf('build.not-a-recipe-file', { path }));
      const bytes = readRegular(path, MAX_DRAFT, { followLink: true });
      if (bytes === null) throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path }));
      return { text: bytes.toString('utf8'), folder: dirname(path) };
    },
    read: readDraft,
    async start(draft) {
      const read = await readDraft(draft, null);
      if ('fault' in read) throw new VeneerError('invalid-input', read.fault.message);
      const { name, folder, version, architecture, sources } = read.outline;
      const toFetch = sources.filter(({ state }) => state === 'fetched').length;
      const job = jobs.start({
        kind: 'build',
        host: null,
        title: foreignText(name),
        lane: LANE,
        async run({ signal, tell }) {
          let asked = 0;
          const tellFetch = () => {
            const progress = toFetch === 0 ? null : Math.min(asked, toFetch) / (toFetch + 1);
            asked++;
            tell({ progress });
          };
          const path = await images.fill(`${name}.raw`, async (_fd, image) => {
            const order = { text: draft.text, path: join(folder, `${name}${RECIPE_SUFFIX}`), image, cache };
            await buildApart(builder, { ...order, version, architecture, packing: 'gzip' }, tellFetch, signal);
          });
          tell({ result: foreignText(path) });
        },
      });
      return job.id;
    },
    async ended(id, signal) {
      for await (const { kind, state, result, error } of jobs.follow(id, signal)) {
        if (kind !== 'build') break;
        if (state === 'succeeded' && result !== null) return result.text;
        if (error !== null) throw VeneerError.of(error);
      }
      throw new VeneerError('not-found', messageOf('build.is-not-here'));
    },
  };
}

function shippedIn(folder: string): ShippedRecipe[] {
  const files = readdirSync(folder).filter(isRecipeFile);
  const all = files.map((file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const { name, version, description = null, sources, class: extensionClass } = readAs(Recipe, parseYaml(text, file));
    const isPublished = Object.values(sources).some(({ url }) => url !== undefined);
    return { name, class: extensionClass, version, description, isPublished, text };
  });
  return all.sort((a, b) => compareNames(a.name, b.name));
}

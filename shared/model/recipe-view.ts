/** What a window shows of a recipe before it is built. */
import * as z from 'zod';
import { MAX_DRAFT } from '../recipe/draft-limit.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';

/** A recipe that is shipped with Veneer. */
export const ShippedRecipe = z.object({
  name: z.string(),
  class: ClassName,
  version: z.string(),
  description: z.string().nullable(),
  /** Whether it is made of what publishers serve; else of files of the person's own. */
  isPublished: z.boolean(),
  text: z.string(),
});
export type ShippedRecipe = Readonly<z.infer<typeof ShippedRecipe>>;

/** A recipe as it is being written. */
export const RecipeDraft = z.object({
  text: z.string().max(MAX_DRAFT),
  /** Where the files that it names are looked for, absolute; null for the person's home. */
  folder: z.string().max(4096).startsWith('/').nullable(),
  /** null for the one that the recipe names, and for the architecture that fits this machine. */
  version: z.string().max(128).nullable(),
  architecture: z.string().max(64).nullable(),
});
export type RecipeDraft = Readonly<z.infer<typeof RecipeDraft>>;

/** `kept` from an earlier time; `fetched` once it is built; `unknown` where neither checksum nor signature of it is given, so that it cannot be. */
export const SourceState = z.enum(['kept', 'fetched', 'here', 'missing', 'unknown']);
export type SourceState = z.infer<typeof SourceState>;

export const SourceView = z.object({
  name: z.string(),
  /** Its address, or its path. */
  place: z.string(),
  sha256: z.string().nullable(),
  /** The file of the key that it has to be signed with, as the recipe names it. */
  signedBy: z.string().nullable(),
  state: SourceState,
});
export type SourceView = Readonly<z.infer<typeof SourceView>>;

/** What a recipe makes. */
export const RecipeOutline = z.object({
  name: z.string(),
  class: ClassName,
  description: z.string().nullable(),
  /** The ones that are looked at. */
  version: z.string(),
  architecture: z.string(),
  /** The ones that can be built, with the former among them. */
  versions: z.array(z.string()).readonly(),
  architectures: z.array(z.string()).readonly(),
  /** The OS that it is for. */
  target: MessageSchema,
  /** Whether it names files that are looked for in a folder. */
  needsFolder: z.boolean(),
  /** That folder, absolute. */
  folder: z.string(),
  sources: z.array(SourceView).readonly(),
  /** In their order. */
  steps: z.array(MessageSchema).readonly(),
});
export type RecipeOutline = Readonly<z.infer<typeof RecipeOutline>>;

/** What is wrong with a recipe; lines and columns from 1 on, null where it is no place of it. */
export const RecipeFault = z.object({
  line: z.number().nullable(),
  column: z.number().nullable(),
  message: MessageSchema,
});
export type RecipeFault = Readonly<z.infer<typeof RecipeFault>>;

export const RecipeReading = z.union([z.object({ outline: RecipeOutline }), z.object({ fault: RecipeFault })]);
export type RecipeReading = Readonly<z.infer<typeof RecipeReading>>;

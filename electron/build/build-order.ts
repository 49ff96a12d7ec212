/** What is said between the process that builds and its keeper. */
import type { Packing } from '../../shared/images/packing.ts';
import type { ErrorReport } from '../../shared/model/errors.ts';
import type { Wanted } from './sources.ts';

export interface BuildOrder extends Wanted {
  /** Of the recipe. */
  readonly text: string;
  /** Where the file of the recipe is, or would be: its files are looked for beside it. */
  readonly path: string;
  /** Is written anew. */
  readonly image: string;
  readonly packing: Packing;
  /** Where what was fetched is kept. */
  readonly cache: string;
}

export type ToBuilder = { readonly type: 'start'; readonly order: BuildOrder } | { readonly type: 'stop' };

export type FromBuilder =
  | { readonly type: 'ready' }
  /** It still does one thing after the other. */
  | { readonly type: 'alive' }
  /** It asks a server for another source. */
  | { readonly type: 'fetching' }
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly report: ErrorReport };

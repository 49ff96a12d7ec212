/** What the window shows of the host; the part of the state that survives a reload. */
import type { SetPart } from './slice.ts';

export type ViewName =
  | 'extensions'
  | 'catalog'
  | 'updates'
  | 'host'
  | 'doctor'
  | 'history'
  | 'fleet'
  | 'build'
  | 'settings';
export type Filter = 'all' | 'problems' | 'services' | 'conflicts' | 'configuration';
export type DetailsTab = 'overview' | 'files' | 'services' | 'versions';
export type Sort = 'name' | 'size' | 'source' | 'services' | 'conflicts';

export interface ViewSlice {
  readonly view: ViewName;
  readonly filter: Filter;
  /** What is typed above the list. */
  readonly filterText: string;
  /** Groups of which only the heading is shown. */
  readonly folded: readonly string[];
  readonly sort: Sort;
  /** The other way round than is usual for what is sorted by. */
  readonly sortReversed: boolean;
  /** Keys of the rows that are selected; the first one is explained. */
  readonly selected: readonly string[];
  readonly detailsTab: DetailsTab;
  /** The file of an extension that Files is opened at, from `/` on; null for all of them. */
  readonly filesAt: { readonly id: string; readonly path: string } | null;
  /** Pixels. */
  readonly detailsWidth: number;
  /** Whether the list of jobs is one line. */
  readonly jobsFolded: boolean;
  /** Whether the list of downloads is unfolded below its button. */
  readonly downloadsOpen: boolean;
  readonly paletteOpen: boolean;
  /** What stands in the palette when it is opened. */
  readonly paletteText: string;
  readonly shortcutsOpen: boolean;
  readonly aboutOpen: boolean;
  setView(
    change: Partial<
      Pick<
        ViewSlice,
        | 'view'
        | 'filter'
        | 'filterText'
        | 'folded'
        | 'sort'
        | 'sortReversed'
        | 'selected'
        | 'detailsTab'
        | 'filesAt'
        | 'detailsWidth'
        | 'jobsFolded'
        | 'downloadsOpen'
        | 'paletteOpen'
        | 'paletteText'
        | 'shortcutsOpen'
        | 'aboutOpen'
      >
    >,
  ): void;
}

/** Pixels. */
export const DETAILS_WIDTH = { least: 320, usual: 388, most: 720 };

export function createViewSlice(set: SetPart<ViewSlice>): ViewSlice {
  return {
    view: 'extensions',
    filter: 'all',
    filterText: '',
    folded: [],
    sort: 'name',
    sortReversed: false,
    selected: [],
    detailsTab: 'overview',
    filesAt: null,
    detailsWidth: DETAILS_WIDTH.usual,
    jobsFolded: false,
    downloadsOpen: false,
    paletteOpen: false,
    paletteText: '',
    shortcutsOpen: false,
    aboutOpen: false,
    setView: (change) => set(change),
  };
}

/** The part that is kept, in a shape that older and newer windows understand. */
export function keptView({ folded, sort, sortReversed, detailsWidth, jobsFolded }: ViewSlice) {
  return { folded, sort, sortReversed, detailsWidth, jobsFolded };
}

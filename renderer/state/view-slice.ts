/** What the window shows of the host; the part of the state that survives a reload. */
import type { SetPart } from './slice.ts';

export type ViewName = 'extensions' | 'catalog' | 'updates' | 'host' | 'history' | 'settings';
export type Filter = 'all' | 'incompatible' | 'unknown' | 'services' | 'warnings';
export type Sort = 'name' | 'size';

export interface ViewSlice {
  readonly view: ViewName;
  readonly filter: Filter;
  readonly sort: Sort;
  /** Keys of the rows that are selected; the first one is explained. */
  readonly selected: readonly string[];
  /** Pixels. */
  readonly detailsWidth: number;
  /** Whether the list of jobs is one line. */
  readonly jobsFolded: boolean;
  readonly paletteOpen: boolean;
  readonly shortcutsOpen: boolean;
  readonly aboutOpen: boolean;
  setView(
    change: Partial<
      Pick<
        ViewSlice,
        | 'view'
        | 'filter'
        | 'sort'
        | 'selected'
        | 'detailsWidth'
        | 'jobsFolded'
        | 'paletteOpen'
        | 'shortcutsOpen'
        | 'aboutOpen'
      >
    >,
  ): void;
}

/** Pixels. */
export const DETAILS_WIDTH = { least: 320, usual: 380, most: 720 };

export function createViewSlice(set: SetPart<ViewSlice>): ViewSlice {
  return {
    view: 'extensions',
    filter: 'all',
    sort: 'name',
    selected: [],
    detailsWidth: DETAILS_WIDTH.usual,
    jobsFolded: false,
    paletteOpen: false,
    shortcutsOpen: false,
    aboutOpen: false,
    setView: (change) => set(change),
  };
}

/** The part that is kept, in a shape that older and newer windows understand. */
export function keptView({ filter, sort, detailsWidth, jobsFolded }: ViewSlice) {
  return { filter, sort, detailsWidth, jobsFolded };
}

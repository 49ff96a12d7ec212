/** Shows an extension in its list, from wherever a person is, and puts the focus on it. */
import { store } from '../state/store.ts';
import type { DetailsTab } from '../state/view-slice.ts';
import { focusOn } from './focus-on.ts';

interface At {
  readonly tab: DetailsTab;
  /** A file in it, from `/` on, which Files opens at. */
  readonly path?: string;
}

/** @param key of its row, which is its id */
export function showExtension(key: string, at: At | null = null): void {
  const { setView } = store.getState();
  setView({
    view: 'extensions',
    filter: 'all',
    filterText: '',
    folded: [],
    selected: [key],
    detailsTab: at?.tab ?? 'overview',
    filesAt: at?.path === undefined ? null : { id: key, path: at.path },
  });
  focusOn(
    () => (at === null ? rowOf(key) : null) ?? document.querySelector<HTMLElement>('.panes-aside [data-first-focus]'),
  );
}

/** The row, where it is in sight; of a long list the others are not drawn. */
const rowOf = (key: string) => document.querySelector<HTMLElement>(`.list [role=row][data-key="${CSS.escape(key)}"]`);

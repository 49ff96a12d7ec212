/** Shows an extension in its list, from wherever a person is, and puts the focus on it. */
import { store } from '../state/store.ts';
import type { DetailsTab } from '../state/view-slice.ts';

interface At {
  readonly tab: DetailsTab;
  /** A file in it, from `/` on, which Files opens at. */
  readonly path?: string;
}

/** So long is waited for what was opened to be drawn. */
const PATIENCE_MS = 1000;

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

/** Once what had the focus is gone, which the browser's next picture is without. */
function focusOn(find: () => HTMLElement | null): void {
  const since = performance.now();
  const tryNow = () => {
    const isCovered = document.querySelector('[role=dialog]') !== null;
    const place = isCovered ? null : find();
    if (place !== null) place.focus();
    else if (performance.now() - since < PATIENCE_MS) requestAnimationFrame(tryNow);
  };
  requestAnimationFrame(tryNow);
}

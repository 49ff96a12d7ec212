/** The address and title of the page follow what is shown, so that Back, Forward, reload and links lead to it. */
import { t } from '../shared/messages/translate.ts';
import { fleetHostOf, rootOfHost, SANDBOX } from '../shared/window/host-id.ts';
import { VIEW_TITLES } from './shell/view-titles.ts';
import { retryConnection, type State, store } from './state/store.ts';
import type { ViewName } from './state/view-slice.ts';
import { takeAddress as takeCode, takeToken } from './token.ts';

type Shown = Pick<State, 'view' | 'selected' | 'chosenEntry'>;

const isView = (word: string): word is ViewName => word in VIEW_TITLES;

/** An extension by its name where that means it alone, else by its id: `#/extensions/editor`. */
export function addressOf({ view, selected, chosenEntry }: Shown, snapshot: State['snapshot']): string {
  const [id] = selected;
  const what = view === 'extensions' && selected.length === 1 ? wordFor(id ?? '', snapshot) : null;
  const entry = view === 'catalog' ? chosenEntry : null;
  return `#/${[view, what ?? entry]
    .filter((part) => part !== null)
    .map(encodeURIComponent)
    .join('/')}`;
}

function wordFor(id: string, snapshot: State['snapshot']): string {
  const name = snapshot?.extensions.find((one) => one.id === id)?.name;
  return name !== undefined && idFor(name, snapshot) === id ? name : id;
}

/** The entry that counts comes before those of the same name, and what has an id of that kind is none's name. */
function idFor(word: string, snapshot: State['snapshot']): string {
  const named = snapshot?.extensions.filter(({ name }) => name === word) ?? [];
  return (named.find(({ listed, masks }) => listed && !masks) ?? named[0])?.id ?? word;
}

/** What an address shows; null for one that is none of ours, as the token of the door is. */
export function shownAt(hash: string, snapshot: State['snapshot']): Shown | null {
  if (!hash.startsWith('#/')) return null;
  const [view = '', word = ''] = hash.slice(2).split('/').map(decoded);
  if (!isView(view)) return null;
  return {
    view,
    selected: view === 'extensions' && word !== '' ? [idFor(word, snapshot)] : [],
    chosenEntry: view === 'catalog' && word !== '' ? word : null,
  };
}

/** A percent sign that means nothing is one. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @returns `editor \u00b7 HOST \u00b7 Veneer` */
export function titleOf(state: Shown & Pick<State, 'host' | 'snapshot'>): string {
  const { view, selected, snapshot, host } = state;
  const [id] = selected;
  const name =
    view === 'extensions' && selected.length === 1 ? snapshot?.extensions.find((one) => one.id === id)?.name : null;
  const root = rootOfHost(host);
  const own = root === '/' || root === null ? snapshot?.host.hostname : root;
  const where = host === SANDBOX ? t('Sandbox') : (fleetHostOf(host) ?? own);
  return [name ?? t(VIEW_TITLES[view]), where, 'Veneer']
    .filter((part) => part !== undefined && part !== '')
    .join(' \u00b7 ');
}

/** Tries again with what stands in the address. */
function takeSecret(): void {
  takeCode()
    .then(() => {
      takeToken();
      retryConnection();
    })
    .catch((error: unknown) => store.getState().fail(error));
}

/** Keeps the address and the title in step with what is shown, and the other way round, for the life of the page. */
export function followAddress(page: Window): void {
  /** What the address says of an extension that the snapshot has to tell. */
  let isWaiting = false;
  const takeAddress = () => {
    const { snapshot, connection } = store.getState();
    const shown = shownAt(page.location.hash, snapshot);
    if (shown === null) {
      // A token that was pasted over an address is for a door that was opened anew; it never stays in the history.
      if (connection !== 'open') takeSecret();
      tellAddress(store.getState(), store.getState());
      return;
    }
    isWaiting = snapshot === null && shown.selected.length > 0;
    store.setState(shown);
  };
  const tellAddress = (state: State, before: Shown) => {
    page.document.title = titleOf(state);
    if (isWaiting) return;
    const address = addressOf(state, state.snapshot);
    if (address === page.location.hash) return;
    // One goes back to another view or out of the details, and not through every row that was passed.
    const isStep = before.view !== state.view || (before.selected.length === 0 && state.selected.length > 0);
    const isOwn = page.location.hash.startsWith('#/');
    if (isStep && isOwn) page.history.pushState(null, '', address);
    else page.history.replaceState(null, '', address);
  };
  if (page.location.hash.startsWith('#/')) takeAddress();
  page.addEventListener('popstate', takeAddress);
  store.subscribe(
    ({ view, selected, chosenEntry, snapshot, host, settings }) =>
      [view, selected, chosenEntry, snapshot, host, settings.language] as const,
    ([view, selected, chosenEntry], [viewBefore, selectedBefore, entryBefore, snapshotBefore]) => {
      const state = store.getState();
      if (isWaiting && snapshotBefore === null && state.snapshot !== null) {
        isWaiting = false;
        takeAddress();
        return;
      }
      if (view !== viewBefore || selected !== selectedBefore || chosenEntry !== entryBefore) isWaiting = false;
      tellAddress(state, { view: viewBefore, selected: selectedBefore, chosenEntry: entryBefore });
    },
    { equalityFn: (a, b) => a.every((one, at) => one === b[at]) },
  );
  tellAddress(store.getState(), store.getState());
}

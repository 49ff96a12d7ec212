import { store } from '../state/store.ts';

/** Goes to what remotes have of a name. */
export function showInCatalog(name: string): void {
  const { setQuery, setView } = store.getState();
  setQuery({ text: name, filter: 'all', remote: null });
  setView({ view: 'catalog' });
}

/** For what a press of a button begins: nobody waits for it, and what goes wrong is told. */
import { store } from './store.ts';

export function inBackground(work: Promise<unknown> | undefined): void {
  work?.catch(store.getState().fail);
}

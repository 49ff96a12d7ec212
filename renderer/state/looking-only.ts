/** Whether the host that is shown can be changed by who looks at it. */
import { say } from '../../shared/messages/say.ts';
import { type State, useStore } from './store.ts';

/** Why nothing can be changed, only looked at, or null where something can. */
export function lookingOnly({ snapshot }: Pick<State, 'snapshot'>): string | null {
  const executor = snapshot?.host.executor;
  return executor?.kind === 'none' ? say(executor.sentence) : null;
}

export const useLookingOnly = (): string | null => useStore(lookingOnly);

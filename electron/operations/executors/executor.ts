/** How the steps of a plan reach the system. */
import type { Message } from '../../../shared/messages/message.ts';
import type { ExecutorKind } from '../../../shared/model/host.ts';
import type { Step } from '../../../shared/model/plan.ts';
import type { OnProgress } from './launch.ts';

/** One way to carry out steps. */
export interface Executor {
  readonly kind: ExecutorKind;
  /** What a person may know of it: who is asked, and for what. */
  readonly sentence: Message;
  /** Whether polkit has actions for the helper, or it is started from where Veneer stands; null where polkit is not asked. */
  readonly helper: 'installed' | 'carried' | null;
  /** Whether what it starts can go back by itself later: nobody but root can change it. */
  readonly goesBack?: boolean;
  /**
   * Carries out one step, whole or not at all as far as systemd lets it.
   *
   * @param plan all steps of which it is one
   * @returns what was done, one sentence a line
   * @throws {VeneerError} with what happened; the system is read again by the caller in any case
   */
  run(step: Step, onProgress: OnProgress, plan: readonly Step[]): Promise<readonly Message[]>;
}

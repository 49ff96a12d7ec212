/** What carries plans out, and what it is given: see carry-out.ts. */
import type { Operation } from '../../shared/model/operation.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Executor } from './executors/executor.ts';
import type { Carried } from './going-back.ts';

/** A plan and what is needed to carry it out. */
export interface Order extends Carried {
  readonly executor: Executor;
  /** Whether it goes back by itself, unless somebody keeps it. */
  readonly isOnTrial?: boolean;
  /** The request that takes the plan back; null where nothing can. */
  readonly undo: PlanRequest | null;
  /** Told once before its first step. */
  onBegin(operation: Operation): void;
  /** Told once of how it ended, before anybody who watches. */
  onEnd(operation: Operation): void;
}

export interface Operations {
  /**
   * Starts carrying out a plan.
   * @throws {VeneerError} `busy` while another one runs, `blocks-merge` or `confirmation-needed` where the plan says so
   */
  start(order: Order): Operation;
  /** @throws {VeneerError} `not-found` */
  get(id: string): Operation;
  /** The operation now and after every change, until it ended. */
  watch(id: string, signal: AbortSignal | undefined): AsyncGenerator<Operation>;
  /** Asks the operation to stop before its next step. @returns whether it still ran */
  cancel(id: string): boolean;
  /** Notes that it was answered. @param kept else it was taken back, and there is nothing to undo */
  decided(id: string, kept: boolean): Operation;
  /** Resolves once it has ended. */
  ended(id: string): Promise<void>;
  /** The running one and the last ones that ended, newest first. */
  list(): readonly Operation[];
}

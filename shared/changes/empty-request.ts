import type { PlanRequest } from '../model/plan.ts';

/** A request for nothing, to be spread and filled in. */
export const EMPTY_REQUEST: PlanRequest = {
  changes: [],
  action: 'none',
  classes: [],
  force: false,
  allowMovingAside: false,
  startServices: false,
  stopServices: false,
  restartUnits: null,
  atBoot: null,
  bootRefresh: null,
  helper: null,
  mutable: null,
  mutableEtc: null,
  mergeOptions: null,
};

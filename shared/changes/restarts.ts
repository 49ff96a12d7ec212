import type { Plan } from '../model/plan.ts';

/** The services that a plan restarts, once a person decided on one of those that are offered. */
export const withRestart = (offered: Plan['offers']['restart'], unit: string, isOn: boolean): string[] =>
  offered.flatMap((one) => ((one.unit === unit ? isOn : one.on) ? [one.unit] : []));

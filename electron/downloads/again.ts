/** A try that failed, and may be followed by another one. */

import { VeneerError } from '../../shared/model/errors.ts';

/** How a try ended that may be followed by another one. */
export class Again extends Error {
  override readonly name = 'Again';
  readonly report: VeneerError;
  /** What the server asked to wait for; null where it did not. */
  readonly waitMs: number | null;

  constructor(report: VeneerError, waitMs: number | null) {
    super(report.message);
    this.report = report;
    this.waitMs = waitMs;
  }
}

export function mayTryAgain(error: unknown): unknown {
  return error instanceof VeneerError && error.code === 'unreachable' ? new Again(error, null) : error;
}

/** In milliseconds; null where nothing is asked for. Both forms of RFC 9110, 10.2.3. */
export function retryAfter(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : Math.max(0, time - Date.now());
}

/** Errors as the window shows them. */

import { foreignText } from '../shared/messages/message.ts';
import { t } from '../shared/messages/translate.ts';
import type { ErrorReport } from '../shared/model/errors.ts';

/** The report inside whatever a call was rejected with. */
export function reportOf(error: unknown): ErrorReport {
  const data = (error as { data?: Partial<ErrorReport> } | null)?.data;
  if (data?.code !== undefined && data.message !== undefined) {
    return { code: data.code, message: data.message, nextStep: data.nextStep ?? null, detail: data.detail ?? null };
  }
  return {
    code: 'connection-lost',
    message: foreignText(t('The connection to Veneer was lost.')),
    nextStep: foreignText(t('Veneer tries to connect again. What was started may still be running.')),
    detail: error instanceof Error ? error.message : null,
  };
}

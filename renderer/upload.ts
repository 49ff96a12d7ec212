/** Sends a file to the machine that Veneer runs on, where the page has nothing but the file itself. */

import { foreignText, isMessage } from '../shared/messages/message.ts';
import { t } from '../shared/messages/translate.ts';
import type { ErrorReport } from '../shared/model/errors.ts';
import { takeToken } from './token.ts';

/** What a call that failed is rejected with; shaped like an error of the contract. */
class UploadError extends Error {
  override readonly name = 'UploadError';
  readonly data: ErrorReport;
  constructor(data: ErrorReport) {
    super(data.message.text);
    this.data = data;
  }
}

/**
 * @param onSent told the part that is sent, 0 to 1
 * @returns the path of the file there
 */
export function uploadFile(file: File, onSent: (part: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((settle, fail) => {
    // fetch tells nothing of how much is sent.
    const request = new XMLHttpRequest();
    const abortUpload = () => request.abort();
    signal.addEventListener('abort', abortUpload, { once: true });
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(loaded / Math.max(1, total)));
    request.addEventListener('load', () => {
      const answer = parseAnswer(request.responseText);
      if (request.status === 200 && typeof answer['path'] === 'string') return settle(answer['path']);
      fail(new UploadError(reportIn(answer)));
    });
    request.addEventListener('error', () => fail(new UploadError(unreadableFile(file))));
    request.addEventListener('abort', () => fail(new UploadError(reportOf('cancelled', t('You stopped it.'), null))));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abortUpload));
    request.open('PUT', `/upload/${encodeURIComponent(file.name)}`);
    request.setRequestHeader('Authorization', `Bearer ${takeToken()}`);
    request.send(file);
  });
}

function parseAnswer(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function reportIn({ code, message, nextStep, detail }: Record<string, unknown>): ErrorReport {
  const messageIn = (value: unknown) => (isMessage(value) ? value : null);
  const known = code as ErrorReport['code'] | undefined;
  return {
    code: known ?? 'connection-lost',
    message: messageIn(message) ?? foreignText(t('The file could not be sent.')),
    nextStep: messageIn(nextStep),
    detail: typeof detail === 'string' ? detail : null,
  };
}

/** A browser does not say whether the file or the connection failed. */
function unreadableFile({ name }: File): ErrorReport {
  return reportOf(
    'connection-lost',
    t('{name} could not be sent: it was moved or changed meanwhile, or the connection was lost.', { name }),
    t('Look whether it is still there, and drop it again.'),
  );
}

function reportOf(code: ErrorReport['code'], message: string, nextStep: string | null): ErrorReport {
  return {
    code,
    message: foreignText(message),
    nextStep: nextStep === null ? null : foreignText(nextStep),
    detail: null,
  };
}

/** How Node says that a buffer or a long string was not given, where it does not end the process. */
const CODES = new Set(['ERR_MEMORY_ALLOCATION_FAILED', 'ERR_STRING_TOO_LONG']);
const MESSAGES = new Set(['Array buffer allocation failed', 'Invalid array length', 'Invalid string length']);

export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return CODES.has((error as NodeJS.ErrnoException).code ?? '') || MESSAGES.has(error.message);
}

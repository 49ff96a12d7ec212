/** Under which names fetched sources are kept. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where a source is kept that was fetched. */
export const keptPath = (cache: string, address: string, sha256: string | null): string =>
  join(cache, sha256 ?? keptName(address));

/** Under which a file is kept that no checksum names. What is kept so counts by its signature alone. */
export const keptName = (address: string): string => `address-${createHash('sha256').update(address).digest('hex')}`;

import type { UpdateItem } from '../model/update.ts';

/** A version of a stream as a whole (`v1.32.13`), though systemd counts what comes behind (`13`). */
export const withStream = ({ stream }: Pick<UpdateItem, 'stream'>, version: string): string =>
  version.startsWith(stream) ? version : `${stream}${version}`;

/**
 * The streams that a version is one of, the narrowest first: `v1.32.*` and `v1.*` of `v1.32.1`. Empty for a version that has
 * no parts.
 */
export function streamsOf(version: string): string[] {
  const parts = (/^v?\d+(?:\.\d+)+/.exec(version)?.[0] ?? '').split('.');
  return parts
    .slice(1, 3)
    .map((_, at) => `${parts.slice(0, at + 1).join('.')}.*`)
    .reverse();
}

import type { UpdateItem } from './model/update.ts';

/** A version of a stream as a whole (`v1.32.13`), though systemd counts what comes behind (`13`). */
export const withStream = ({ stream }: Pick<UpdateItem, 'stream'>, version: string): string =>
  version.startsWith(stream) ? version : `${stream}${version}`;

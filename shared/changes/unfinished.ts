/** What the helper calls a file or link that is not finished yet; what has such a name and is old was left by one that was killed. */

/** systemd passes over what begins so. */
export const UNFINISHED = '.#veneer-';
/** Of a link that must outlast systemd-sysupdate, which deletes whatever begins with `.#` in a folder that it updates. */
export const ASIDE = '.veneer-aside-';

/** Either of them with the sixteen digits behind it. */
export const IS_UNFINISHED = /^\.(?:#veneer|veneer-aside)-[0-9a-f]{16}$/;

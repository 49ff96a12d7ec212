/** Reads a host once, for the bench: prints how long that took in milliseconds, and the most that was resident in MiB. */

import { readSystem } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';

const root = process.argv[2] ?? '/';
const start = performance.now();
const { extensions } = await readSystem({ root, asSystemd: null, mounts: ownMounts(root) }, null);
const took = performance.now() - start;
const resident = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ count: extensions.length, took, resident }));

/** Prints the dangers of all system extensions below a root, for tests that ask from within a mount namespace. */
import { dangersOfMerge } from '../../electron/extensions/dangers/dangers.ts';
import { ownMounts } from '../../electron/extensions/site.ts';
import { readSystem } from '../../electron/extensions/system.ts';

const [, , root = '/'] = process.argv;
const site = { root, asSystemd: null, mounts: ownMounts(root) };
const system = await readSystem(site, null);
const names = system.extensions.map(({ name }) => name);
process.stdout.write(JSON.stringify(await dangersOfMerge(site, system, 'sysext', names)));

/** Prints the dangers of all system extensions below a root, for tests that ask from within a mount namespace. */
import { dangersOfMerge } from '../../electron/extensions/dangers/dangers.ts';
import { readSystem } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';

const [, , root = '/'] = process.argv;
const target = { root, asSystemd: null, mounts: ownMounts(root) };
const system = await readSystem(target, null);
const names = system.extensions.map(({ name }) => name);
process.stdout.write(JSON.stringify(await dangersOfMerge(target, system, 'sysext', names)));

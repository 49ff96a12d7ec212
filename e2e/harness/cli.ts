/** The command line of the sources; the shipped one starts from files that were compiled (electron/cli/start.ts). */
import { runCommandLine } from '../../electron/cli/main.ts';

await runCommandLine(process.argv.slice(2));

/** The command line is two programs that are compiled when they are built; the commands that only look have the smaller one. */
import type { CompiledProgram } from '../node/compiled.ts';

/** The commands that only look. */
export const READING_COMMANDS: ReadonlySet<string> = new Set([
  'list',
  'status',
  'inspect',
  'ls',
  'cat',
  'verify',
  'conflicts',
  'help',
]);

/** What of a host of the fleet is kept is not read by that program. */
const OF_FLEET = /^(?:--host(?:=|$)|-[a-zA-Z]*H)/;

export const READING: CompiledProgram = { program: 'reading.cjs', cache: 'reading.cache' };
export const COMMANDS: CompiledProgram = { program: 'commands.cjs', cache: 'commands.cache' };

/** Which of them runs a command line. */
export const programFor = (args: readonly string[]): CompiledProgram =>
  READING_COMMANDS.has(args[0] ?? 'help') && !args.some((one) => OF_FLEET.test(one)) ? READING : COMMANDS;

/** What either of them has. */
export interface CommandLine {
  runCommandLine(args: readonly string[]): Promise<void>;
}

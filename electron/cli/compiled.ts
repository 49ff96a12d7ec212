/**
 * The command line is two programs, each one file without modules that V8 compiled when it was built: to link modules and compile
 * them takes longer than to read a host (docs/decisions/compiled-commands.md has what was measured). The commands that only look
 * have the smaller one. This imports nothing, for each module of Node that a module of ours imports costs milliseconds too.
 */
import type { Script } from 'node:vm';

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

/**
 * A program, as build.mjs makes it: a function that is given what a module finds around it. What V8 made of it stands beside it, of
 * use to the V8 that made it alone, and refused by every other.
 */
export interface CompiledProgram {
  readonly program: string;
  readonly cache: string;
}

export const READING: CompiledProgram = { program: 'reading.cjs', cache: 'reading.cache' };
export const COMMANDS: CompiledProgram = { program: 'commands.cjs', cache: 'commands.cache' };

/** Which of them runs a command line. */
export const programFor = (args: readonly string[]): CompiledProgram =>
  READING_COMMANDS.has(args[0] ?? 'help') && !args.some((one) => OF_FLEET.test(one)) ? READING : COMMANDS;

interface CommandLine {
  runCommandLine(args: readonly string[]): Promise<void>;
}

export interface Compiled {
  readonly commandLine: CommandLine;
  readonly script: Script;
}

/** Modules of Node that take milliseconds to load, and that few of the commands come to use. */
const LOADED_WHEN_USED = new Set(['node:child_process', 'node:crypto', 'node:tty', 'node:zlib']);

/** @throws what reading a file does where the program is not there */
export function loadCompiled(folder: string, { program, cache }: CompiledProgram): Compiled {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const filename = `${folder}/${program}`;
  // esbuild escapes what is not ASCII.
  const text = readFileSync(filename, 'latin1');
  let cachedData: Buffer | undefined;
  try {
    cachedData = readFileSync(`${folder}/${cache}`);
  } catch {
    // It is compiled anew, which takes longer.
  }
  const { Script } = process.getBuiltinModule('node:vm');
  const script = new Script(text, { filename, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  const { pathToFileURL } = process.getBuiltinModule('node:url');
  const require = (name: string) => (LOADED_WHEN_USED.has(name) ? whenUsed(name) : loadModule(name));
  script.runInThisContext()(module, require, pathToFileURL(filename).href);
  return { commandLine: module.exports as CommandLine, script };
}

function loadModule(name: string): object {
  const module = process.getBuiltinModule(name);
  if (module === undefined) throw new Error(`There is no ${name} in this Node.`);
  return module;
}

function whenUsed(name: string): object {
  let module: object | null = null;
  return new Proxy(
    {},
    {
      get(_, key) {
        module ??= loadModule(name);
        return Reflect.get(module, key);
      },
    },
  );
}

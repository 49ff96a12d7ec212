/**
 * The commands that only look have a program of their own, one file without modules that V8 compiled when it was built: to
 * link modules and compile them takes longer than to read a host (docs/decisions/compiled-commands.md has what was measured).
 * It imports nothing, for each module of Node that a module of ours imports costs milliseconds too.
 */
import type { Script } from 'node:vm';

/** What main.ts runs without any other file. */
export const COMPILED_COMMANDS: ReadonlySet<string> = new Set([
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

/** Whether that program runs a command line. */
export const isCompiled = (args: readonly string[]): boolean =>
  COMPILED_COMMANDS.has(args[0] ?? 'help') && !args.some((one) => OF_FLEET.test(one));

/** The program, as build.mjs makes it: a function that is given what a CommonJS module finds around it. */
export const COMPILED_PROGRAM = 'reading.cjs';
/** What V8 made of it; of use to the V8 that made it alone, and refused by every other. */
export const COMPILED_CACHE = 'reading.cache';

interface CommandLine {
  runCommandLine(args: readonly string[]): Promise<void>;
}

export interface Compiled {
  readonly commandLine: CommandLine;
  readonly script: Script;
}

/** Modules of Node that take milliseconds to load, and that few of the commands come to use. */
const LOADED_WHEN_USED = new Set(['node:child_process', 'node:crypto', 'node:tty', 'node:zlib']);

/** @returns null where the program was not built, as when the sources are run */
export function loadCompiled(folder: string): Compiled | null {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const valueOrUndefined = <T>(one: () => T): T | undefined => {
    try {
      return one();
    } catch {
      return undefined;
    }
  };
  const filename = `${folder}/${COMPILED_PROGRAM}`;
  // esbuild escapes what is not ASCII.
  const text = valueOrUndefined(() => readFileSync(filename, 'latin1'));
  if (text === undefined) return null;
  const cachedData = valueOrUndefined(() => readFileSync(`${folder}/${COMPILED_CACHE}`));
  const { Script } = process.getBuiltinModule('node:vm');
  const script = new Script(text, { filename, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext()(module, (name: string) => (LOADED_WHEN_USED.has(name) ? whenUsed(name) : loadModule(name)));
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

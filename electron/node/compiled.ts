/**
 * Programs that are one file without modules, which V8 compiled when it was built: to link modules and compile them takes longer
 * than what many of them are started for (docs/decisions/compiled-programs.md has what was measured). This imports nothing, for
 * each module of Node that a module of ours imports costs milliseconds too.
 */
import type { Script } from 'node:vm';

/**
 * A program, as build.mjs makes it: a function that is given what a module finds around it. What V8 made of it stands beside it, of
 * use to the V8 that made it alone, and refused by every other.
 */
export interface CompiledProgram {
  readonly program: string;
  readonly cache: string;
}

export interface Compiled<Exports> {
  readonly exports: Exports;
  readonly script: Script;
}

/** Modules of Node that take milliseconds to load, and that few come to use. */
const LOADED_WHEN_USED = new Set(['node:child_process', 'node:crypto', 'node:tty', 'node:zlib']);

/** @throws what reading a file does where the program is not there */
export function loadCompiled<Exports>(folder: string, { program, cache }: CompiledProgram): Compiled<Exports> {
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
  return { exports: module.exports as Exports, script };
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

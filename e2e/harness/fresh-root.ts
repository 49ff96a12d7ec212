/** A root directory in which a package manager can install: a shell and what the scripts of our packages call, and nothing else. */
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './programs.ts';

const PROGRAMS = ['sh', 'rm', 'rmdir', 'cut', 'grep'];

/** @param program for which the libraries are put there too */
export function makeFreshRoot(root: string, program: string): void {
  const needed = (path: string) => [...run('ldd', [path]).matchAll(/(?:=> |\t)(\/\S+) \(/g)].map(([, one = '']) => one);
  for (const name of PROGRAMS) {
    const path = run('sh', ['-c', `command -v ${name}`]).trim();
    for (const one of [path, ...needed(path)]) put(root, one, one);
    put(root, path, `/bin/${name}`);
  }
  for (const one of needed(program)) put(root, one, one);
}

function put(root: string, from: string, to: string): void {
  mkdirSync(dirname(join(root, to)), { recursive: true });
  copyFileSync(from, join(root, to));
}

/** All that is in it and no folder. */
export function filesIn(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}

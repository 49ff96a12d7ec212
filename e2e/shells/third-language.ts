/** Veneer with one language more, which marks each of its texts: what is shown and has no marks stands in no catalogue. */
import { execFileSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BEGIN, END } from '../harness/pseudo-language/qps.ts';
import { makeScratch } from '../harness/scratch.ts';
import { programs } from './server.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/**
 * From here on the programs are those with the language `qps`.
 *
 * @param options more of build.mjs, as `--programs`
 * @returns ends that
 */
export function addThirdLanguage(...options: readonly string[]): () => void {
  const usual = programs();
  const built = makeScratch('third-language');
  chmodSync(built.path, 0o755);
  const languages = ['--languages', 'e2e/harness/pseudo-language/languages.ts'];
  execFileSync(process.execPath, ['build.mjs', '--out', join(built.path, 'dist'), ...languages, ...options], {
    cwd: project,
    stdio: 'ignore',
  });
  symlinkSync(join(usual, 'node'), join(built.path, 'node'));
  process.env['VENEER_PROGRAMS'] = built.path;
  return () => {
    process.env['VENEER_PROGRAMS'] = usual;
    built.remove();
  };
}

/** Takes out what is marked, with what stands inside of it. */
export function withoutMarked(text: string): string {
  let rest = text;
  for (let before = ''; before !== rest; ) {
    before = rest;
    rest = rest.replace(new RegExp(`${BEGIN}[^${BEGIN}${END}]*${END}`, 'g'), ' ');
  }
  return rest.trim();
}

/**
 * No promise is left alone. Biome's noFloatingPromises is content with a `void` before a call, which ended the server four
 * times over: here that is refused as well, by the types of the compiler.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { makeScratch } from '../harness/scratch.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Where a `void` stands before something that can be waited for. */
function findVoided(files: readonly string[], options: ts.CompilerOptions): string[] {
  const program = ts.createProgram(files, { ...options, noEmit: true, composite: false, incremental: false });
  const checker = program.getTypeChecker();
  const found: string[] = [];
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || file.fileName.includes('/node_modules/')) continue;
    const visit = (node: ts.Node) => {
      if (ts.isVoidExpression(node)) {
        const type = checker.getTypeAtLocation(node.expression);
        if ((type.isUnion() ? type.types : [type]).some((one) => one.getProperty('then') !== undefined)) {
          const { line } = file.getLineAndCharacterOfPosition(node.getStart());
          found.push(`${file.fileName}:${line + 1}: ${node.getText()}`);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

function projectOf(name: string): ts.ParsedCommandLine {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const parsed = ts.getParsedCommandLineOfConfigFile(join(project, name), {}, host);
  if (parsed === undefined) throw new Error(`${name} cannot be read`);
  return parsed;
}

test.each(['tsconfig.node.json', 'tsconfig.preload.json', 'tsconfig.renderer.json', 'tsconfig.shared.json'])(
  '%s: no void before what can reject',
  (name) => {
    const { fileNames, options } = projectOf(name);
    const sources = fileNames.filter((file) => !/\.test\.tsx?$/.test(file));
    expect(sources.length).toBeGreaterThan(0);
    expect(findVoided(sources, options)).toEqual([]);
  },
  120_000,
);

test('a planted one is seen', () => {
  const scratch = makeScratch('promises');
  try {
    mkdirSync(join(scratch.path, 'electron'));
    symlinkSync(join(project, 'node_modules'), join(scratch.path, 'node_modules'));
    const file = join(scratch.path, 'electron/planted.ts');
    writeFileSync(file, 'export async function work() {}\nvoid work();\nvoid 0;\n');
    const { options } = projectOf('tsconfig.node.json');
    expect(findVoided([file], options)).toEqual([`${file}:2: void work()`]);
  } finally {
    scratch.remove();
  }
}, 60_000);

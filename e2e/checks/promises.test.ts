/**
 * No promise is left alone. Biome's noFloatingPromises is content with a `void` before a call, which ended the server four
 * times over, and does not know the promises of libraries, Node's own included: here both are refused, by the types of the
 * compiler.
 */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { makeScratch } from '../harness/scratch.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** Where nobody waits for what can be waited for, nor says what is to become of its error. */
function findAlone(files: readonly string[], options: ts.CompilerOptions): string[] {
  const program = ts.createProgram(files, { ...options, noEmit: true, composite: false, incremental: false });
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const isPromise = (node: ts.Expression) => {
    const type = checker.getTypeAtLocation(node);
    return (type.isUnion() ? type.types : [type]).some((one) => one.getProperty('then') !== undefined);
  };
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || file.fileName.includes('/node_modules/')) continue;
    const visit = (node: ts.Node) => {
      const isAlone = ts.isVoidExpression(node) || (ts.isExpressionStatement(node) && !isHandled(node.expression));
      if (isAlone && isPromise(node.expression)) {
        const { line } = file.getLineAndCharacterOfPosition(node.getStart());
        found.push(`${file.fileName}:${line + 1}: ${node.getText()}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

/** `.catch(…)`, or `.then(…, …)`: somebody takes its error, also where `.finally(…)` comes after it. An assignment keeps it for whoever reads it. */
function isHandled(expression: ts.Expression): boolean {
  if (ts.isBinaryExpression(expression)) {
    const { kind } = expression.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return false;
  const method = expression.expression.name.text;
  if (method === 'finally') return isHandled(expression.expression.expression);
  return expression.arguments.length >= (method === 'catch' ? 1 : method === 'then' ? 2 : Number.POSITIVE_INFINITY);
}

function projectOf(name: string): ts.ParsedCommandLine {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const parsed = ts.getParsedCommandLineOfConfigFile(join(project, name), {}, host);
  if (parsed === undefined) throw new Error(`${name} cannot be read`);
  return parsed;
}

test.each(['tsconfig.node.json', 'tsconfig.preload.json', 'tsconfig.renderer.json', 'tsconfig.shared.json'])(
  '%s: nothing that can reject is left alone',
  (name) => {
    const { fileNames, options } = projectOf(name);
    const sources = fileNames.filter((file) => !/\.test\.tsx?$/.test(file));
    expect(sources.length).toBeGreaterThan(0);
    expect(findAlone(sources, options)).toEqual([]);
  },
  120_000,
);

test('a planted one is seen', () => {
  const scratch = makeScratch('promises');
  try {
    mkdirSync(join(scratch.path, 'electron'));
    symlinkSync(join(project, 'node_modules'), join(scratch.path, 'node_modules'));
    const file = join(scratch.path, 'electron/planted.ts');
    const lines = [
      "import { readFile } from 'node:fs/promises';",
      'export async function work() {}',
      'void work();',
      "readFile('/nowhere');",
      'work().then(() => 1);',
      'void 0;',
      'await work();',
      'work().catch(() => 1);',
      'work().then(() => 1, () => 2);',
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const { options } = projectOf('tsconfig.node.json');
    expect(findAlone([file], options)).toEqual(
      [3, 4, 5].map((line) => `${file}:${line}: ${lines[line - 1]?.replace(/^(void .*);$/, '$1')}`),
    );
  } finally {
    scratch.remove();
  }
});

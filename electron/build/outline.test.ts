import { afterAll, expect, test } from 'vitest';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { readAs } from '../../shared/declared/read.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import { say } from '../../shared/messages/say.ts';
import { Recipe } from '../../shared/model/recipe.ts';
import { keptPath } from './kept-path.ts';
import { outlineOf } from './outline.ts';

const scratch = makeScratch('outline');
afterAll(() => scratch.remove());

const ADDRESS = 'https://example.org/tool-1.0.tar.gz';
const outline = (text: string) =>
  outlineOf(
    readAs(Recipe, parseYaml(text, 'tool.yaml')),
    { version: null, architecture: null },
    scratch.path,
    scratch.path,
  );

test('a source that is signed instead of summed can be fetched, and its key is named', () => {
  const text = `name: tool
version: "1.0"
target: {architectures: [any]}
sources:
  tool: {url: "https://example.org/tool-{version}.tar.gz", signed: {by: tool.pub, signature: "https://example.org/tool.minisig"}}
steps:
  - take: {from: tool, path: bin, to: /usr/bin}
  - run: [depmod, "-b", /extension]
`;
  const { sources, needsFolder, versions, steps } = outline(text);
  expect(sources).toEqual([{ name: 'tool', place: ADDRESS, sha256: null, signedBy: 'tool.pub', state: 'fetched' }]);
  expect({ needsFolder, versions }).toEqual({ needsFolder: true, versions: ['1.0'] });
  expect(steps.map(say)).toContain('Run depmod -b /extension in a sandbox without network');

  scratch.put(keptPath(scratch.path, ADDRESS, null).slice(scratch.path.length + 1), 'x');
  expect(outline(text).sources[0]?.state).toBe('kept');
});

test('a folder is needed for whatever stands beside the recipe, and of an absolute place the version is told', () => {
  const text = (signature: string) => `name: tool
version: "1.0"
target: {architectures: [any]}
sources:
  tool: {file: "${scratch.path}/tool-{version}", signed: {by: /tool.pub, signature: ${signature}}}
steps:
  - take: {from: tool, to: /usr/bin/tool}
`;
  scratch.put('tool-1.0', 'x');
  const { sources, needsFolder } = outline(text('tool.minisig'));
  expect(sources[0]).toMatchObject({ place: `${scratch.path}/tool-1.0`, state: 'here' });
  expect([needsFolder, outline(text('/tool.minisig')).needsFolder]).toEqual([true, false]);
});

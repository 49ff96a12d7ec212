/** Finds the release file of an extension as systemd does (extension-release in os-release(5)). */
import { isExtensionName } from '../../shared/extension-name.ts';
import { EnvironmentFileError, parseEnvironmentFile } from '../../shared/os-release.ts';
import { type ExtensionClass, RELEASE_DIRECTORY } from '../../shared/systemd-rules.ts';
import { ImageError, type ImageTree, readFile, readXattr, resolve, type TreeNode } from '../images/tree.ts';

const PREFIX = 'extension-release.';
const STRICT_XATTR = 'user.extension-release.strict';
const MAX_BYTES = 1024 * 1024;
/** systemd's parse_boolean. */
const FALSE_WORDS = new Set(['0', 'no', 'n', 'false', 'f', 'off']);

export type ReleaseFile =
  | { readonly kind: 'found'; readonly path: string; readonly fields: Map<string, string> }
  /** `others` are release files for other names, which tell a person what went wrong. */
  | { readonly kind: 'missing'; readonly others: readonly string[] }
  | { readonly kind: 'ambiguous'; readonly others: readonly string[] }
  | { readonly kind: 'invalid'; readonly path: string; readonly reason: string }
  /** Whether a file of another name counts could not be told. */
  | { readonly kind: 'unknown'; readonly path: string };

/**
 * @param name the extension's name, which the file must carry unless its strict attribute is false
 * @throws {ImageError} where the image is broken on the way
 */
export async function findReleaseFile(
  tree: ImageTree,
  name: string,
  extensionClass: ExtensionClass,
  systemdVersion: number,
): Promise<ReleaseFile> {
  const directory = RELEASE_DIRECTORY[extensionClass];
  const exact = await resolve(tree, `${directory}/${PREFIX}${name}`);
  if (exact !== null) return parse(tree, exact, `${directory}/${PREFIX}${name}`, systemdVersion);

  const others: string[] = [];
  const relaxed: { path: string; node: TreeNode }[] = [];
  for (const { name: other, path, node } of await releaseFiles(tree, extensionClass)) {
    others.push(other);
    const strict = await readXattr(tree, node, STRICT_XATTR);
    if (strict === undefined) return { kind: 'unknown', path };
    if (strict !== null && FALSE_WORDS.has(strict.toLowerCase())) relaxed.push({ path, node });
  }
  const [only] = relaxed;
  if (relaxed.length > 1) return { kind: 'ambiguous', others };
  return only === undefined ? { kind: 'missing', others } : parse(tree, only.node, only.path, systemdVersion);
}

/** Every release file of a class, with the name of the extension that it is for. */
export async function releaseFiles(
  tree: ImageTree,
  extensionClass: ExtensionClass,
): Promise<{ readonly name: string; readonly path: string; readonly node: TreeNode }[]> {
  const directory = RELEASE_DIRECTORY[extensionClass];
  const folder = await resolve(tree, directory);
  if (folder?.type !== 'directory') return [];
  return (await tree.list(folder)).flatMap(({ name: fileName, node }) => {
    const name = fileName.slice(PREFIX.length);
    if (!fileName.startsWith(PREFIX) || node.type !== 'file' || !isExtensionName(name)) return [];
    return [{ name, path: `${directory}/${fileName}`, node }];
  });
}

async function parse(tree: ImageTree, node: TreeNode, path: string, systemdVersion: number): Promise<ReleaseFile> {
  if (node.type !== 'file') return { kind: 'invalid', path, reason: `it is a ${node.type}, not a file` };
  try {
    const bytes = await readFile(tree, node, MAX_BYTES);
    return { kind: 'found', path, fields: parseEnvironmentFile(bytes.toString('latin1'), systemdVersion) };
  } catch (error) {
    if (error instanceof EnvironmentFileError) return { kind: 'invalid', path, reason: error.message };
    if (error instanceof ImageError && error.problem === 'too-large') {
      return { kind: 'invalid', path, reason: error.message };
    }
    throw error;
  }
}

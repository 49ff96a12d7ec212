/** What the desktop door is started with. Chromium's own switches stand among ours, so what is not known is passed over. */
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export interface DesktopOptions {
  readonly root: string;
  readonly asSystemd: number | null;
  readonly sandbox: boolean;
  /** Files to show in the install sheet, absolute. They stand behind `--`. */
  readonly files: readonly string[];
  readonly wants: 'window' | 'help' | 'version';
}

export const DESKTOP_HELP = `veneer: see, understand and toggle systemd system extensions

Usage: electron main.js [OPTION...] [-- FILE...]

  --root=DIR         manage the tree below DIR as if it were /
  --as-systemd=N     judge by the rules of systemd N
  --sandbox-tree     manage a tree of samples instead of this machine
  --help, --version

The command line for everything else is veneer; see: veneer --help
`;

/** @param args what follows the program and, where it is not packaged, the application */
export function parseDesktopArgs(args: readonly string[], directory: string): DesktopOptions {
  const end = args.indexOf('--');
  const { values } = parseArgs({
    args: args.slice(0, end < 0 ? args.length : end),
    strict: false,
    options: {
      root: { type: 'string' },
      'as-systemd': { type: 'string' },
      'sandbox-tree': { type: 'boolean' },
      help: { type: 'boolean' },
      version: { type: 'boolean' },
    },
  });
  const asSystemd = Number(values['as-systemd']);
  return {
    root: typeof values['root'] === 'string' ? values['root'] : '/',
    asSystemd: Number.isInteger(asSystemd) && asSystemd > 0 ? asSystemd : null,
    sandbox: values['sandbox-tree'] === true,
    files: end < 0 ? [] : args.slice(end + 1).map((file) => resolve(directory, pathOf(file))),
    wants: values['help'] === true ? 'help' : values['version'] === true ? 'version' : 'window',
  };
}

/** A desktop gives an AppImage addresses instead of paths (desktop entry specification: `%U`). */
function pathOf(file: string): string {
  if (!file.startsWith('file://')) return file;
  try {
    const path = fileURLToPath(file);
    // No path has a NUL, which an address can bring in as %00.
    return path.includes('\0') ? file : path;
  } catch {
    // Of another machine, or no address at all: a path that is not there is told as such.
    return file;
  }
}

/** The files that a second start sent along, which may be anything. */
export function filesOfSecondStart(data: unknown): string[] {
  const files = (data as { files?: unknown } | null)?.files;
  if (!Array.isArray(files)) return [];
  return files.filter((path): path is string => typeof path === 'string' && isAbsolute(path) && !path.includes('\0'));
}

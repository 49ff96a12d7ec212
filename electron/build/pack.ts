/** Packs what is staged: as squashfs by our own writer, as erofs by mkfs.erofs, or in a GPT with dm-verity by systemd-repart. */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ImageFormat, Packing } from '../../shared/images/packing.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { findProgram } from '../host/systemd-version.ts';
import { writeSquashfs } from '../images/squashfs/write.ts';
import type { ImageTree } from '../images/tree.ts';
import { readRegular } from '../node/regular-file.ts';
import { runProgram } from '../node/run-program.ts';
import { layOut } from './lay-out.ts';

const MOST_BYTES = 8 * 1024 ** 3;
const TIMEOUT_MS = 30 * 60 * 1000;
const BLOCK = 4096;
/** Of one block of hashes. */
const HASHES = 128;
const MAX_PEM = 1024 * 1024;

/** By what a verity image is signed: paths of PEM files. */
export interface SigningFiles {
  readonly key: string;
  readonly certificate: string;
}

export interface Output {
  readonly format: ImageFormat;
  readonly packing: Packing;
  readonly signing: SigningFiles | null;
  /** In systemd's spelling, or `any`. */
  readonly architecture: string;
  /** What is in it, so that its identifiers are the same each time. */
  readonly named: string;
  readonly signal: AbortSignal | null;
}

/**
 * @param image is written anew; the caller takes it away where this fails
 * @param scratch an own folder
 * @throws {VeneerError} `invalid-input` for what the format cannot be, `unsupported` where its program is missing or fails
 */
export async function packStage(tree: ImageTree, image: string, scratch: string, output: Output): Promise<void> {
  if (output.format === 'squashfs') await packSquashfs(tree, image, output);
  else if (output.format === 'erofs') await packErofs(tree, image, scratch, output);
  else await packVerity(tree, image, scratch, output);
}

/** Says what a build cannot be before anything is fetched for it. */
export function checkOutput({
  format,
  signing,
  architecture,
}: Pick<Output, 'format' | 'signing' | 'architecture'>): void {
  if (format !== 'verity') {
    if (signing !== null) throw new VeneerError('invalid-input', messageOf('build.only-verity-is-signed', { format }));
    return;
  }
  // The types of its partitions are those of one architecture (Discoverable Partitions Specification).
  if (architecture === 'any') throw new VeneerError('invalid-input', messageOf('build.verity-is-of-one-architecture'));
  if (signing === null)
    throw new VeneerError('invalid-input', messageOf('build.verity-takes-key'), {
      nextStep: messageOf('build.make-key'),
    });
  for (const path of [signing.key, signing.certificate]) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path }));
  }
  const { certificate } = signing;
  const text = readRegular(certificate, MAX_PEM, { followLink: true })?.toString('latin1');
  if (text?.includes('BEGIN CERTIFICATE') !== true)
    throw new VeneerError('invalid-input', messageOf('build.is-no-certificate', { path: certificate }));
}

async function packSquashfs(tree: ImageTree, image: string, { signal, packing }: Output): Promise<void> {
  const fd = openSync(image, 'wx', 0o644);
  try {
    await writeSquashfs(tree, fd, signal, new Map(), packing);
  } finally {
    closeSync(fd);
  }
}

async function packErofs(tree: ImageTree, image: string, scratch: string, { named, signal }: Output): Promise<void> {
  const folder = join(scratch, 'erofs');
  const program = programOf('mkfs.erofs', 'erofs-utils');
  await layOut(tree, folder, MOST_BYTES);
  // 1970, as the squashfs writer has it; no extended attributes, which are those of this machine (SELinux).
  const still = ['-T', '0', '-U', uuidOf(named), '--all-root', '-x-1', '-zlz4hc', '--quiet'];
  await runMaker(program, 'mkfs.erofs', [...still, image, folder], signal);
}

async function packVerity(tree: ImageTree, image: string, scratch: string, output: Output): Promise<void> {
  const { architecture, named, signing, signal } = output;
  if (signing === null) throw new VeneerError('invalid-input', messageOf('build.verity-takes-key'));
  const program = programOf('systemd-repart', 'systemd-repart');
  const data = join(scratch, 'data.squashfs');
  await packSquashfs(tree, data, output);
  const definitions = join(scratch, 'repart.d');
  mkdirSync(definitions);
  const size = Math.ceil(statSync(data).size / BLOCK) * BLOCK;
  // A per cent sign begins a specifier of systemd.
  const copied = data.replaceAll('%', '%%');
  const partitions = [
    { type: '', verity: 'data', more: [`CopyBlocks=${copied}`, ...sizeOf(size)] },
    { type: '-verity', verity: 'hash', more: sizeOf(hashSizeOf(size)) },
    { type: '-verity-sig', verity: 'signature', more: [] },
  ];
  for (const [number, { type, verity, more }] of partitions.entries()) {
    const lines = [
      '[Partition]',
      `Type=root-${architecture}${type}`,
      `Verity=${verity}`,
      'VerityMatchKey=root',
      ...more,
    ];
    writeFileSync(join(definitions, `${number}0-root${type}.conf`), `${lines.join('\n')}\n`);
  }
  const how = [
    ...['--empty=create', '--size=auto', '--dry-run=no', '--no-pager', `--seed=${uuidOf(named)}`],
    ...[`--definitions=${definitions}`, `--private-key=${resolve(signing.key)}`],
    ...[`--certificate=${resolve(signing.certificate)}`, image],
  ];
  await runMaker(program, 'systemd-repart', how, signal);
}

const sizeOf = (bytes: number) => [`SizeMinBytes=${bytes}`, `SizeMaxBytes=${bytes}`];

/** Of the tree of hashes with its superblock, as veritysetup(8) lays it out. */
function hashSizeOf(bytes: number): number {
  let blocks = 1;
  for (let level = bytes / BLOCK; level > 1; ) {
    level = Math.ceil(level / HASHES);
    blocks += level;
  }
  // One block of data has a block of hashes as well.
  return Math.max(blocks, 2) * BLOCK;
}

function programOf(name: string, packageName: string): string {
  const program = findProgram(name);
  if (program !== null) return program;
  throw new VeneerError('unsupported', messageOf('build.needs-maker', { program: name }), {
    nextStep: messageOf('build.install-program', { package: packageName }),
  });
}

async function runMaker(
  program: string,
  name: string,
  args: readonly string[],
  signal: AbortSignal | null,
): Promise<void> {
  const { status, stdout, stderr } = await runProgram(program, args, { timeoutMs: TIMEOUT_MS, signal });
  signal?.throwIfAborted();
  if (status === 0) return;
  throw new VeneerError('unsupported', messageOf('build.maker-failed', { program: name }), {
    nextStep: messageOf(name === 'systemd-repart' ? 'build.repart-needs' : 'build.look-at-detail'),
    detail: `${stdout}${stderr}`.trim(),
  });
}

/** A UUID of version 8 (RFC 9562) by a hash. */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(`veneer ${text}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/**
 * Fetches an image that a registry has as layers: each as a file of its own, checked as every download is, and then put
 * together. What comes out is the one image in them, or their tree packed as one.
 */

import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { hostOf, readWhole, refusalError } from '../http/client.ts';
import { type LayerContent, openLayers } from '../images/layers/layers.ts';
import { openFile, type RandomAccess } from '../images/source.ts';
import { writeSquashfs } from '../images/squashfs/write.ts';
import { ImageError } from '../images/tree.ts';
import { ociManifest } from '../lists/oci.ts';
import type { OciLayer } from '../lists/text-reader.ts';
import { makeOwnFolder } from '../node/own-folder.ts';
import { askerFor } from './asker.ts';
import { asReport, fetchImage, isPassing } from './fetch-image.ts';
import type { Fetched, OnProgress, Order } from './order.ts';
import { createUnpackWatch, refuseWithoutRoom } from './room.ts';

const MAX_MANIFEST = 4 * 1024 * 1024;
const LAYER = 'layer.tar';
const MAKING = 'making';
const CHUNK = 1024 * 1024;

/**
 * @param order of a manifest
 * @returns the image
 * @throws {VeneerError} as `fetchImage`, and `unsupported` where its layers hold no extension
 */
export async function fetchLayers(order: Order, onProgress: OnProgress, signal: AbortSignal): Promise<Fetched> {
  makeOwnFolder(order.folder);
  let keep = false;
  try {
    const layers = await readLayers(order, signal);
    const paths = await fetchAll(layers, order, onProgress, signal);
    const served = layers.reduce((sum, { size }) => sum + size, 0);
    return await makeImage(paths, served, order, signal);
  } catch (error) {
    const report = signal.aborted
      ? new VeneerError('cancelled', messageOf('common.it-was-stopped'))
      : asReport(order, error);
    keep = report instanceof VeneerError && (report.code === 'cancelled' || isPassing(report));
    throw report;
  } finally {
    rmSync(join(order.folder, MAKING), { force: true });
    if (!keep) removeLayers(order.folder);
  }
}

async function readLayers(order: Order, signal: AbortSignal): Promise<readonly OciLayer[]> {
  const { address, sha256 } = order;
  const accept = 'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json';
  const answer = await askerFor(order)(address, { headers: { accept }, signal });
  if (answer.status !== 200) {
    answer.body.destroy();
    throw refusalError(address, answer.status);
  }
  const bytes = await readWhole(answer, MAX_MANIFEST, signal);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) {
    throw new VeneerError(
      'not-verified',
      messageOf('common.sends-another-manifest-than-was-asked', { host: hostOf(address) }),
      {
        nextStep: messageOf('common.tell-who-runs-registry-nothing-of'),
        detail: `${address}: found sha256:${found}`,
      },
    );
  }
  const manifest = ociManifest(bytes);
  if (manifest?.kind !== 'layers') throw new ImageError('unsupported', 'its manifest tells of no layers');
  return manifest.layers;
}

/** @returns the unpacked layers, the lowest first */
async function fetchAll(
  layers: readonly OciLayer[],
  order: Order,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const total = layers.reduce((sum, { size }) => sum + size, 0);
  if (total > order.limit) throw new ImageError('too-large', `its layers have ${total} bytes`);
  const base = order.address.replace(/manifests\/[^/]*$/, '');
  const paths: string[] = [];
  let received = 0;
  let left = order.limit;
  for (const [at, { sha256, size, packing }] of layers.entries()) {
    const folder = join(order.folder, `layer-${at}`);
    const path = join(folder, LAYER);
    // It has its name only once it was found to be what the manifest tells.
    if (!existsSync(path)) {
      const before = received;
      const tellProgress: OnProgress = (progress) =>
        onProgress({ ...progress, received: before + progress.received, total });
      const one = { ...order, address: `${base}blobs/sha256:${sha256}`, sha256, packing, folder, fileName: LAYER };
      await fetchImage({ ...one, limit: left }, tellProgress, signal);
    }
    received += size;
    left -= statSync(path).size;
    paths.push(path);
  }
  onProgress({ received: total, total, problem: null });
  return paths;
}

/** @param served bytes of the layers as they came */
async function makeImage(
  paths: readonly string[],
  served: number,
  order: Order,
  signal: AbortSignal,
): Promise<Fetched> {
  const sources: RandomAccess[] = [];
  try {
    for (const path of paths) sources.push(openFile(path));
    const content = await openLayers(sources);
    const size = content.kind === 'tree' ? content.bytes : content.file.size;
    // Many names of one file are as many files in the image.
    if (size > order.limit) throw new ImageError('too-large', `it unpacks to more than ${order.limit} bytes`);
    createUnpackWatch(order.folder)(size, served);
    refuseWithoutRoom(order.folder, size);
    const making = join(order.folder, MAKING);
    const fd = openSync(making, 'wx+', 0o600);
    let fetched: Omit<Fetched, 'path'>;
    try {
      await writeContent(content, fd, signal);
      fsyncSync(fd);
      fetched = hashOf(fd, signal);
    } finally {
      closeSync(fd);
    }
    const path = join(order.folder, order.fileName);
    renameSync(making, path);
    removeLayers(order.folder);
    return { path, ...fetched };
  } finally {
    for (const source of sources) source.close();
  }
}

async function writeContent(content: LayerContent, fd: number, signal: AbortSignal): Promise<void> {
  if (content.kind === 'tree') return writeSquashfs(content.tree, fd, signal);
  for await (const piece of content.file.read()) {
    signal.throwIfAborted();
    for (let done = 0; done < piece.length; ) done += writeSync(fd, piece, done);
  }
}

function hashOf(fd: number, signal: AbortSignal): Omit<Fetched, 'path'> {
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK);
  let size = 0;
  for (let length = -1; length !== 0; size += length) {
    signal.throwIfAborted();
    length = readSync(fd, chunk, 0, CHUNK, size);
    hash.update(chunk.subarray(0, length));
  }
  return { sha256: hash.digest('hex'), size };
}

/** What came of the single layers, once it is of no use any more. */
function removeLayers(folder: string): void {
  for (let at = 0; existsSync(join(folder, `layer-${at}`)); at++) {
    rmSync(join(folder, `layer-${at}`), { recursive: true, force: true });
  }
}

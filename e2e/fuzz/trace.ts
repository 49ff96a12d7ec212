/** Finds out which bytes a reader takes for numbers, by watching it read good ones: no second description of a format. */
import type { Field } from './mutate.ts';

const READS = [
  ['readUInt8', 1],
  ['readUInt16LE', 2],
  ['readUInt16BE', 2],
  ['readUInt32LE', 4],
  ['readBigUInt64LE', 8],
] as const;

/** @param read has to read `bytes` themselves and no copy; what is unpacked on the way is not seen */
export async function traceFields(bytes: Buffer, read: () => Promise<void>): Promise<Field[]> {
  const found = new Map<string, Field>();
  const prototype = Buffer.prototype as unknown as Record<string, (at?: number) => unknown>;
  const originals = READS.map(([name]) => prototype[name] as (at?: number) => unknown);
  for (const [number, [name, width]] of READS.entries()) {
    prototype[name] = function (this: Buffer, at = 0) {
      const place = this.byteOffset - bytes.byteOffset + at;
      if (this.buffer === bytes.buffer && place >= 0 && place + width <= bytes.length)
        found.set(`${place} ${width}`, { at: place, width });
      return originals[number]?.call(this, at);
    };
  }
  try {
    await read();
  } finally {
    for (const [number, [name]] of READS.entries()) prototype[name] = originals[number] as () => unknown;
  }
  return [...found.values()];
}

/** For formats whose numbers are not read as such: every place at the start and at the end. */
export function edgeFields(bytes: Buffer, span: number): Field[] {
  const fields: Field[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (at >= span && at < bytes.length - span) continue;
    for (const width of [1, 2, 4] as const) if (at + width <= bytes.length) fields.push({ at, width });
  }
  return fields;
}

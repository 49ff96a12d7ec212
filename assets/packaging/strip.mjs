/**
 * A program without its table of symbols and what debuggers read, which no run looks at. By ourselves and not by strip(1), whose
 * versions differ: the same sources make the same package on each machine, also on one without binutils.
 */

/** elf(5) */
const HEADER = { sectionOffset: 0x28, sections: 0x3c, nameSection: 0x3e };
const SECTION = { size: 64, type: 4, flags: 8, offset: 24, bytes: 32, link: 40, info: 44 };
const ALLOCATED = 2n;
const INFO_IS_SECTION = 0x40n;
const TYPES = { rela: 4, noBits: 8, rel: 9 };
const ALIGNMENT = 8;

/**
 * @param file an ELF program of 64 bits, little-endian
 * @returns the same with the sections that are loaded, and their names, alone
 * @throws {Error} where it is none
 */
export function withoutSymbols(file) {
  if (file.readUInt32BE(0) !== 0x7f454c46 || file[4] !== 2 || file[5] !== 1)
    throw new Error('this is no ELF of 64 bits');
  const start = Number(file.readBigUInt64LE(HEADER.sectionOffset));
  const names = file.readUInt16LE(HEADER.nameSection);
  const all = Array.from({ length: file.readUInt16LE(HEADER.sections) }, (_, index) => {
    const head = Buffer.from(file.subarray(start + index * SECTION.size, start + (index + 1) * SECTION.size));
    const type = head.readUInt32LE(SECTION.type);
    const flags = head.readBigUInt64LE(SECTION.flags);
    const from = Number(head.readBigUInt64LE(SECTION.offset));
    const bytes = type === TYPES.noBits ? 0 : Number(head.readBigUInt64LE(SECTION.bytes));
    const isLoaded = (flags & ALLOCATED) !== 0n;
    return { index, head, type, flags, from, bytes, isLoaded, isKept: isLoaded || index === 0 || index === names };
  });
  const kept = all.filter((one) => one.isKept);
  const newIndex = new Map(kept.map(({ index }, at) => [index, at]));
  const renumber = (head, field) => head.writeUInt32LE(newIndex.get(head.readUInt32LE(field)) ?? 0, field);
  const end = Math.max(...all.filter((one) => one.isLoaded).map(({ from, bytes }) => from + bytes));
  const nameTable = all[names];
  const padding = Buffer.alloc(-(end + nameTable.bytes) & (ALIGNMENT - 1));
  for (const { head, type, flags } of kept) {
    renumber(head, SECTION.link);
    if (type === TYPES.rel || type === TYPES.rela || (flags & INFO_IS_SECTION) !== 0n) renumber(head, SECTION.info);
  }
  nameTable.head.writeBigUInt64LE(BigInt(end), SECTION.offset);
  const loaded = Buffer.from(file.subarray(0, end));
  loaded.writeBigUInt64LE(BigInt(end + nameTable.bytes + padding.length), HEADER.sectionOffset);
  loaded.writeUInt16LE(kept.length, HEADER.sections);
  loaded.writeUInt16LE(newIndex.get(names), HEADER.nameSection);
  const text = file.subarray(nameTable.from, nameTable.from + nameTable.bytes);
  return Buffer.concat([loaded, text, padding, ...kept.map(({ head }) => head)]);
}

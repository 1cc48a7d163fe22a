/**
 * The inner loop of FastCDC 2020 (Xia et al., "The Design of Fast Content-Defined Chunking for Data Deduplication Based
 * Storage Systems", IEEE TPDS 31(9), 2020), with a 64-bit gear hash and two bytes per step. Written in AssemblyScript;
 * the host fills the two gear tables before the first call.
 */

/** Address of gear[256], little-endian u64, which the host fills. */
const GEAR: usize = 0;
/** Address of gear[256] shifted left by one: the first byte of a pair is one step older. */
const GEAR_SHIFTED: usize = 2048;

/**
 * Returns the length of the chunk that starts at `start`, given `available` bytes in memory. The result is final only if
 * `available` is at least `max` or the stream has ended.
 */
export function cut(start: usize, available: u32, min: u32, average: u32, max: u32, maskBefore: u64, maskAfter: u64): u32 {
  if (available <= min) return available;
  const end: u32 = available > max ? max : available;
  const centre: u32 = end < average ? end : average;
  let pair: u32 = min / 2;
  let hash: u64 = 0;
  for (let limit: u32 = centre / 2, mask = maskBefore, shifted = maskBefore << 1; pair < limit; pair++) {
    const at: usize = start + ((<usize>pair) << 1);
    hash = (hash << 2) + load<u64>(GEAR_SHIFTED + ((<usize>load<u8>(at)) << 3));
    if ((hash & shifted) == 0) return pair << 1;
    hash += load<u64>(GEAR + ((<usize>load<u8>(at, 1)) << 3));
    if ((hash & mask) == 0) return (pair << 1) + 1;
  }
  for (let limit: u32 = end / 2, mask = maskAfter, shifted = maskAfter << 1; pair < limit; pair++) {
    const at: usize = start + ((<usize>pair) << 1);
    hash = (hash << 2) + load<u64>(GEAR_SHIFTED + ((<usize>load<u8>(at)) << 3));
    if ((hash & shifted) == 0) return pair << 1;
    hash += load<u64>(GEAR + ((<usize>load<u8>(at, 1)) << 3));
    if ((hash & mask) == 0) return (pair << 1) + 1;
  }
  return end;
}

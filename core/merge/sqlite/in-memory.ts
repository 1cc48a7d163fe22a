import SQLite from "better-sqlite3";

/** The offset of the file format versions; 2 is WAL mode (https://sqlite.org/fileformat2.html#file_format_version_numbers). */
const VERSIONS_AT = 18;
const WAL = 0x02_02;
const NO_WAL = 0x01_01;

/** Opens a copy of a database's bytes in memory. No disk is used, and its schema is not trusted. */
export function openInMemory(bytes: Uint8Array): SQLite.Database {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const inWalMode = isInWalMode(file);
  // SQLite opens no WAL database in memory, so the mark is cleared while the bytes are copied.
  if (inWalMode) markWalMode(file, false);
  let db: SQLite.Database;
  try {
    db = new SQLite(file);
  } finally {
    if (inWalMode) markWalMode(file, true);
  }
  db.defaultSafeIntegers();
  db.pragma("trusted_schema = OFF");
  db.pragma("cell_size_check = ON");
  db.pragma("foreign_keys = OFF");
  db.pragma("temp_store = MEMORY");
  return db;
}

/** Returns whether a database file is in WAL mode. */
export function isInWalMode(file: Uint8Array): boolean {
  return view(file).getUint16(VERSIONS_AT) === WAL;
}

/** Sets or clears the mark of WAL mode in a database file. */
export function markWalMode(file: Uint8Array, inWalMode: boolean): void {
  view(file).setUint16(VERSIONS_AT, inWalMode ? WAL : NO_WAL);
}

function view({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

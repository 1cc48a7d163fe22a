import SQLite from "better-sqlite3";

/** Where a file says how it is written and read: 2 is WAL mode (https://sqlite.org/fileformat2.html#file_format_version_numbers). */
const VERSIONS_AT = 18;
const WAL = 0x02_02;
const NO_WAL = 0x01_01;

/** Opens a copy of a database's bytes: no disk is touched, and nothing is done but what is asked for. */
export function openInMemory(bytes: Uint8Array): SQLite.Database {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const inWalMode = isInWalMode(file);
  // A database in WAL mode does not open in memory. The bytes are marked for as long as it takes to copy them.
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

/** Tells whether a database file is one in WAL mode. */
export function isInWalMode(file: Uint8Array): boolean {
  return view(file).getUint16(VERSIONS_AT) === WAL;
}

/** Makes a database file one in WAL mode, or one that is not. */
export function markWalMode(file: Uint8Array, inWalMode: boolean): void {
  view(file).setUint16(VERSIONS_AT, inWalMode ? WAL : NO_WAL);
}

function view({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

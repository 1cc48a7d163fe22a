declare const brand: unique symbol;

/** The id of an object: the BLAKE3-256 of its plaintext bytes as 64 lower-case hex digits. */
export type ObjectId = string & { readonly [brand]: "object" };

/** The id of a snapshot: that of its manifest's root node. */
export type SnapshotId = ObjectId & { readonly [brand]: "object"; readonly snapshot: true };

/** Length of a raw id in bytes. */
export const ID_BYTES = 32;

const HEX_ID = /^[0-9a-f]{64}$/;

/** Returns whether a text has the form of an id: 64 lower-case hex digits. */
export function isObjectId(text: string): text is ObjectId {
  return HEX_ID.test(text);
}

/** Returns the id with these 32 raw bytes. */
export function idFromBytes(bytes: Uint8Array): ObjectId {
  return Buffer.from(bytes.buffer, bytes.byteOffset, ID_BYTES).toString("hex") as ObjectId;
}

/** Returns an id's 32 raw bytes. */
export function idToBytes(id: ObjectId): Buffer {
  return Buffer.from(id, "hex");
}

declare const brand: unique symbol;

/** The name of an object: BLAKE3-256 of its plaintext bytes, as 64 lower-case hex digits. */
export type ObjectId = string & { readonly [brand]: "object" };

/** The name of a snapshot: the id of its manifest's root node. */
export type SnapshotId = ObjectId & { readonly [brand]: "object"; readonly snapshot: true };

/** Bytes in a raw id. */
export const ID_BYTES = 32;

const HEX_ID = /^[0-9a-f]{64}$/;

/** Tells whether the text has the form of an id: 64 lower-case hex digits. */
export function isObjectId(text: string): text is ObjectId {
  return HEX_ID.test(text);
}

/** Makes an id of its 32 raw bytes. */
export function idFromBytes(bytes: Uint8Array): ObjectId {
  return Buffer.from(bytes.buffer, bytes.byteOffset, ID_BYTES).toString("hex") as ObjectId;
}

/** Gives the 32 raw bytes of an id. */
export function idToBytes(id: ObjectId): Buffer {
  return Buffer.from(id, "hex");
}

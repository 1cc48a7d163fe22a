/** The image types that a preview shows, and the only types under which the app serves a file's content to its window. */
export const IMAGE_TYPES = [
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
  "image/avif",
  "image/bmp",
  "image/x-icon",
  "image/svg+xml",
] as const;

export type ImageType = (typeof IMAGE_TYPES)[number];

/** Returns whether a media type is one of {@link IMAGE_TYPES}. */
export function isImageType(type: string): type is ImageType {
  return (IMAGE_TYPES as readonly string[]).includes(type);
}

import { useEffect, useState } from "react";

/** An image that can be drawn at once. */
export interface LoadedImage {
  readonly url: string;
  /** Null for what cannot be drawn. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** Loads an image; the one before stays until this one can be drawn. */
export function useLoadedImage(url: string | undefined): LoadedImage | undefined {
  const [drawn, setDrawn] = useState<LoadedImage>();
  useEffect(() => {
    if (url === undefined) return undefined;
    const image = new Image();
    let replaced = false;
    const show = (size: LoadedImage["size"]) => replaced || setDrawn({ url, size });
    image.src = url;
    image.decode().then(
      () => show({ width: image.naturalWidth, height: image.naturalHeight }),
      () => show(null),
    );
    return () => {
      replaced = true;
      image.src = "";
    };
  }, [url]);
  return url === undefined ? undefined : drawn;
}

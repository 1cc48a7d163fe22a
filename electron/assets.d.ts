// Assets that the build inlines: texts as they are, other files as data URLs.
declare module "*?raw" {
  const text: string;
  export default text;
}

declare module "*?inline" {
  const dataUrl: string;
  export default dataUrl;
}

interface ImportMeta {
  /** Inlines source files at build time, by their paths. */
  glob(
    pattern: string,
    options: { readonly query: "?raw" | "?inline"; readonly import: "default"; readonly eager: true },
  ): Record<string, string>;
}
